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
