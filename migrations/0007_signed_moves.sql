-- What two people signed binds the database to the one ceremony they signed it for; and days that hold whatever way a ceremony went:
-- slots from before 0006 name no day of unsealing, and a merged ceremony is held on the day of the one it was merged into.

alter table sign_off add column subject text
  constraint sign_off_subject_is_an_id check (length(subject) = octet_length(subject) and length(subject) between 1 and 64 and subject not glob '*[^A-Za-z0-9._:-]*');
--> statement-breakpoint
create trigger sign_off_subject_guard before insert on sign_off
begin
  select raise(abort, 'subject-missing')
  where new.act = 'move-unsealed-ceremony'
    and not exists (select 1 from ceremony where id = new.subject and trial = new.trial);
end;
--> statement-breakpoint
create unique index ceremony_slot_document_once on ceremony_slot (document_hash);
--> statement-breakpoint
drop trigger ceremony_slot_unsealed_guard;
--> statement-breakpoint
-- A signature from before this file names no ceremony and counts for none that is moved from now on.
create trigger ceremony_slot_unsealed_guard before insert on ceremony_slot
begin
  select raise(abort, 'already-unsealed')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'unsealed')
    and new.unseal_from > date(new.at, '+1 hour')
    and (
      select count(*) from sign_off
      where trial = (select trial from ceremony where id = new.ceremony)
        and act = 'move-unsealed-ceremony' and document_hash = new.document_hash and subject = new.ceremony
        and role in ('trial-administrator', 'auditor')
    ) < 2;
end;
--> statement-breakpoint
drop trigger ceremony_event_lead_guard;
--> statement-breakpoint
-- Where the slot names no day, the earliest that any calendar gives: N working days are at most 2 N + 8 days.
create trigger ceremony_event_lead_guard before insert on ceremony_event
begin
  select raise(abort, 'too-early')
  from (
    select coalesce(unseal_from, date(held_on, '-' || (2 * coalesce((
      select json_extract(document, '$.leadTimeWorkingDays') from protocol_version
      where trial = (select trial from ceremony where id = new.ceremony) order by version desc limit 1
    ), 5) + 8) || ' days')) as first_day
    from ceremony_slot where ceremony = new.ceremony order by seq desc limit 1
  )
  where new.act = 'unsealed' and date(new.at, '+1 hour') < first_day;
end;
--> statement-breakpoint
drop trigger randomisation_error_day_guard;
--> statement-breakpoint
-- Nothing is delivered, or not delivered, before its day has come in London. What was merged into another is held on that one's day;
-- nothing is merged into what was itself merged (0003).
create trigger randomisation_error_day_guard before insert on randomisation_error
begin
  select raise(abort, 'too-early')
  from (select ceremony from allocation where trial = new.trial and unit = new.subject) as drawn
  where new.kind = 'not-delivered-as-drawn'
    and exists (select 1 from ceremony_event where ceremony = drawn.ceremony and act = 'unsealed')
    and date(new.at, '+1 hour') < (
      select held_on from ceremony_slot
      where ceremony = coalesce((select "into" from ceremony_event where ceremony = drawn.ceremony and act = 'merged'), drawn.ceremony)
      order by seq desc limit 1
    );
end;
