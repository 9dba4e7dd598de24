-- Pre-election periods: what is published by or for a public body waits until the poll is over (Local Government Act 1986, section 2, and its
-- code). Nothing else waits: ceremonies are held, people enrolled, outcomes recorded.

-- A poll in a borough, by ONS code, or of all London. From quiet_from until the day of the poll nothing is released.
create table poll (
  trial text not null references trial (slug),
  area text not null,
  poll_on text not null,
  quiet_from text not null,
  at text not null,
  actor text not null,
  constraint poll_area_is_known check (area = 'london' or (octet_length(area) = 9 and area glob 'E0900[0-9][0-9][0-9][0-9]')),
  constraint poll_poll_on_is_a_date check (octet_length(poll_on) = 10 and poll_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(poll_on) is poll_on),
  constraint poll_quiet_from_is_a_date check (octet_length(quiet_from) = 10 and quiet_from glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(quiet_from) is quiet_from),
  constraint poll_period_is_weeks check (julianday(poll_on) - julianday(quiet_from) between 30 and 60),
  constraint poll_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint poll_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, area, poll_on)
) strict;
--> statement-breakpoint
-- Written by two people: figures may leave although a poll is near, until this day.
create table release_override (
  trial text not null references trial (slug),
  until text not null,
  reason text not null,
  document_hash text not null,
  at text not null,
  actor text not null,
  constraint release_override_until_is_a_date check (octet_length(until) = 10 and until glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(until) is until),
  constraint release_override_reason_has_length check (length(reason) between 10 and 500),
  constraint release_override_document_hash_is_a_hash check (length(document_hash) = 64 and octet_length(document_hash) = 64 and document_hash not glob '*[^0-9a-f]*'),
  constraint release_override_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint release_override_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, document_hash)
) strict;
--> statement-breakpoint
create trigger poll_no_update before update on poll
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger poll_no_delete before delete on poll
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger poll_no_replace before insert on poll
begin
  select raise(abort, 'UNIQUE constraint failed: poll.trial, poll.area, poll.poll_on')
  where exists (select 1 from poll where trial = new.trial and area = new.area and poll_on = new.poll_on);
end;
--> statement-breakpoint
create trigger release_override_no_update before update on release_override
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger release_override_no_delete before delete on release_override
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger release_override_no_replace before insert on release_override
begin
  select raise(abort, 'UNIQUE constraint failed: release_override.trial, release_override.document_hash')
  where exists (select 1 from release_override where trial = new.trial and document_hash = new.document_hash);
end;
--> statement-breakpoint
create trigger release_override_two_people before insert on release_override
begin
  select raise(abort, 'same-person')
  where (
    select count(distinct actor) from sign_off
    where trial = new.trial and act = 'override-pre-election' and document_hash = new.document_hash
      and role in ('trial-administrator', 'auditor')
  ) < 2;
end;
--> statement-breakpoint
-- Days of London may begin an hour before those of UTC; the first and the last hour are left to the act itself.
create trigger trial_status_pre_election before insert on trial_status
when new.act = 'release'
begin
  select raise(abort, 'pre-election')
  where exists (
    select 1 from poll
    where trial = new.trial and date(new.at) >= quiet_from and date(new.at, '+1 hour') <= poll_on
    and not exists (select 1 from release_override where trial = new.trial and until >= poll.poll_on)
  );
end;
