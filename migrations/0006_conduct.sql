-- What happens around the draw: the lead time is kept by the database too. The exact day needs the bank holidays, which the
-- code counts; the database holds it between the bounds that any calendar gives: N working days are at least N days, and
-- at most 2 N + 8 (the longest run of days off in England is the four days of Easter, or of Christmas at a weekend).

alter table ceremony_slot add column unseal_from text
  constraint ceremony_slot_unseal_from_is_a_date check (octet_length(unseal_from) = 10 and unseal_from glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(unseal_from) is unseal_from);
--> statement-breakpoint
alter table ceremony_slot add column document_hash text
  constraint ceremony_slot_document_hash_is_a_hash check (length(document_hash) = 64 and octet_length(document_hash) = 64 and document_hash not glob '*[^0-9a-f]*');
--> statement-breakpoint
create trigger ceremony_slot_lead_guard before insert on ceremony_slot
begin
  select raise(abort, 'lead-time')
  from (
    select phase, coalesce((
      select json_extract(document, '$.leadTimeWorkingDays') from protocol_version
      where trial = ceremony.trial order by version desc limit 1
    ), 5) as lead
    from ceremony where id = new.ceremony
  )
  where phase = 'trial' and date(new.held_on) is new.held_on and (
    new.unseal_from is null
    or new.unseal_from > date(new.held_on, '-' || lead || ' days')
    or new.unseal_from < date(new.held_on, '-' || (2 * lead + 8) || ' days')
  );
end;
--> statement-breakpoint
-- Once its arm is seen, a ceremony goes to no day whose lead time has not begun, unless two people signed the move. London is at most an
-- hour ahead of UTC.
create trigger ceremony_slot_unsealed_guard before insert on ceremony_slot
begin
  select raise(abort, 'already-unsealed')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'unsealed')
    and new.unseal_from > date(new.at, '+1 hour')
    and (
      select count(*) from sign_off
      where trial = (select trial from ceremony where id = new.ceremony)
        and act = 'move-unsealed-ceremony' and document_hash = new.document_hash
        and role in ('trial-administrator', 'auditor')
    ) < 2;
end;
--> statement-breakpoint
create trigger ceremony_event_lead_guard before insert on ceremony_event
begin
  select raise(abort, 'too-early')
  where new.act = 'unsealed' and date(new.at, '+1 hour') < (
    select unseal_from from ceremony_slot where ceremony = new.ceremony order by seq desc limit 1
  );
end;
--> statement-breakpoint
-- A report of an error can itself be a mistake. It is taken back by a row of its own; then the same thing can be reported again, so
-- that "once" is about the reports that stand.
create table randomisation_error_retraction (
  error text not null primary key references randomisation_error (id),
  reason text not null,
  at text not null,
  actor text not null,
  constraint randomisation_error_retraction_reason_is_known check (reason in ('entered-in-error', 'wrong-one-named', 'put-right')),
  constraint randomisation_error_retraction_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint randomisation_error_retraction_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create trigger randomisation_error_retraction_no_update before update on randomisation_error_retraction
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger randomisation_error_retraction_no_delete before delete on randomisation_error_retraction
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger randomisation_error_retraction_no_replace before insert on randomisation_error_retraction
begin
  select raise(abort, 'UNIQUE constraint failed: randomisation_error_retraction.error')
  where exists (select 1 from randomisation_error_retraction where error = new.error);
end;
--> statement-breakpoint
drop index randomisation_error_once;
--> statement-breakpoint
drop index randomisation_error_pair_once;
--> statement-breakpoint
drop trigger randomisation_error_no_replace;
--> statement-breakpoint
create index randomisation_error_by_subject on randomisation_error (trial, kind, subject);
--> statement-breakpoint
create trigger randomisation_error_no_replace before insert on randomisation_error
begin
  select raise(abort, 'UNIQUE constraint failed: randomisation_error.id')
  where exists (select 1 from randomisation_error where id = new.id);
end;
--> statement-breakpoint
create trigger randomisation_error_once_guard before insert on randomisation_error
begin
  select raise(abort, 'already-reported')
  where exists (
    select 1 from randomisation_error as told
    where told.trial = new.trial and told.kind = new.kind and told.subject = new.subject and told.other is new.other
      and not exists (select 1 from randomisation_error_retraction where error = told.id)
  );
end;
--> statement-breakpoint
-- Nothing is delivered, or not delivered, before its day has come in London.
create trigger randomisation_error_day_guard before insert on randomisation_error
begin
  select raise(abort, 'too-early')
  from (select ceremony from allocation where trial = new.trial and unit = new.subject) as drawn
  where new.kind = 'not-delivered-as-drawn'
    and exists (select 1 from ceremony_event where ceremony = drawn.ceremony and act = 'unsealed')
    and date(new.at, '+1 hour') < (
      select held_on from ceremony_slot where ceremony = drawn.ceremony order by seq desc limit 1
    );
end;
