-- What an outcome event says beyond what happened: the day it was learnt, the step of a funnel, whether it takes an earlier record back,
-- and whether it came after the data were frozen, where corrections alone are recorded. In the words of 0003: each guard says its code.
-- London is never more than a day ahead of UTC.
alter table follow_up add column learnt_on text
  constraint follow_up_learnt_on_is_a_date check (octet_length(learnt_on) = 10 and learnt_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(learnt_on) is learnt_on);
--> statement-breakpoint
alter table follow_up add column step text
  constraint follow_up_step_is_known check (step in ('interest', 'sign-up', 'training', 'first-session'));
--> statement-breakpoint
alter table follow_up add column takes_back integer
  constraint follow_up_takes_back_is_boolean check (takes_back in (0, 1));
--> statement-breakpoint
alter table follow_up add column after_freeze integer
  constraint follow_up_after_freeze_is_boolean check (after_freeze in (0, 1));
--> statement-breakpoint
drop trigger follow_up_guard;
--> statement-breakpoint
create trigger follow_up_guard before insert on follow_up
begin
  select raise(abort, 'trial-mismatch')
  where new.trial <> (select trial from attendee where id = new.attendee);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused', 'closed', 'analysed', 'seed-published', 'released');
  -- Once the data are frozen, nothing but corrections, and each of them says so.
  select raise(abort, 'wrong-status')
  where (select status from trial_status where trial = new.trial order by seq desc limit 1) not in ('baseline', 'open', 'paused')
    and (new.corrects is null or new.after_freeze is not 1);
  select raise(abort, 'not-frozen')
  where new.after_freeze is 1
    and (select status from trial_status where trial = new.trial order by seq desc limit 1) in ('baseline', 'open', 'paused');
  select raise(abort, 'correction-of-another')
  where new.corrects is not null and not exists (
    select 1 from follow_up as old
    where old.id = new.corrects and old.trial = new.trial and old.attendee = new.attendee
      and old.outcome = new.outcome and old.source = new.source
  );
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.attendee);
  select raise(abort, 'learnt-in-the-future')
  where new.learnt_on > date(new.at, '+1 day');
  select raise(abort, 'learnt-before-it-happened')
  where new.happened_on > new.learnt_on;
  select raise(abort, 'correction-without-reason')
  where (new.corrects is null) <> (new.reason is null);
  select raise(abort, 'step-without-event')
  where new.step is not null and new.status <> 'happened';
  select raise(abort, 'takes-nothing-back')
  where new.takes_back is 1 and (new.corrects is null or new.status <> 'unmatchable');
  select raise(abort, 'source-not-declared')
  where exists (
    select 1 from protocol_version as locked
    where locked.trial = new.trial and locked.version = (select max(version) from protocol_version where trial = new.trial)
      and json_valid(locked.document) and json_type(locked.document, '$.outcomes') = 'array'
      and not exists (
        select 1 from json_each(locked.document, '$.outcomes') as declared, json_each(declared.value, '$.sources') as source
        where json_extract(declared.value, '$.name') = new.outcome and source.value = new.source
      )
  );
end;
--> statement-breakpoint
-- When a borough's register is published and by when one applies for it. The newest row of a day of publication stands, or takes it away.
create table register_edition (
  trial text not null references trial (slug),
  borough text not null,
  published_on text not null,
  seq integer not null,
  kind text not null,
  applied_by text not null,
  poll_on text,
  is_dropped integer not null,
  at text not null,
  actor text not null,
  constraint register_edition_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint register_edition_published_on_is_a_date check (octet_length(published_on) = 10 and published_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(published_on) is published_on),
  constraint register_edition_seq_counts check (seq >= 0),
  constraint register_edition_kind_is_known check (kind in ('monthly', 'revised', 'election')),
  constraint register_edition_applied_by_is_a_date check (octet_length(applied_by) = 10 and applied_by glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(applied_by) is applied_by),
  constraint register_edition_poll_on_is_a_date check (octet_length(poll_on) = 10 and poll_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(poll_on) is poll_on),
  constraint register_edition_is_dropped_is_boolean check (is_dropped in (0, 1)),
  constraint register_edition_cut_off_comes_first check (applied_by < published_on),
  constraint register_edition_poll_is_an_elections check ((kind = 'election') = (poll_on is not null)),
  constraint register_edition_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint register_edition_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, borough, published_on, seq)
) strict;
--> statement-breakpoint
create trigger register_edition_no_update before update on register_edition
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger register_edition_no_delete before delete on register_edition
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger register_edition_guard before insert on register_edition
begin
  select raise(abort, 'UNIQUE constraint failed: register_edition.trial, register_edition.borough, register_edition.published_on, register_edition.seq')
  where exists (select 1 from register_edition where trial = new.trial and borough = new.borough and published_on = new.published_on and seq = new.seq);
  select raise(abort, 'seq-gap')
  where new.seq <> (
    select coalesce(max(seq), -1) + 1 from register_edition where trial = new.trial and borough = new.borough and published_on = new.published_on
  );
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('locked', 'baseline', 'open', 'paused');
end;
