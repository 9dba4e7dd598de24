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
-- A seen arm is not known for longer than its lead time, unless two people signed the move. London is at most an hour ahead of UTC.
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
