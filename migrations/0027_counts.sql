-- Where a borough's agreement lets only counts leave it: how many of the people of a ceremony, or of an arm, had an outcome, as its register
-- shows. In the words of 0003: each guard says its code. Rows are appended; the newest of a cell stands.
create table counted_outcome (
  trial text not null references trial (slug),
  borough text not null,
  outcome text not null,
  grain text not null,
  cell text not null,
  seq integer not null,
  happened integer not null,
  not_happened integer not null,
  unmatchable integer not null,
  register_on text not null,
  reason text,
  at text not null,
  actor text not null,
  constraint counted_outcome_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint counted_outcome_grain_is_known check (grain in ('ceremony', 'arm')),
  constraint counted_outcome_cell_has_length check (length(cell) between 1 and 64),
  constraint counted_outcome_seq_counts check (seq >= 0),
  constraint counted_outcome_happened_counts check (happened >= 0),
  constraint counted_outcome_not_happened_counts check (not_happened >= 0),
  constraint counted_outcome_unmatchable_counts check (unmatchable >= 0),
  constraint counted_outcome_register_on_is_a_date check (octet_length(register_on) = 10 and register_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(register_on) is register_on),
  constraint counted_outcome_reason_is_known check (reason in ('entered-in-error', 'later-information')),
  constraint counted_outcome_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint counted_outcome_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, borough, outcome, cell, seq)
) strict;
--> statement-breakpoint
create trigger counted_outcome_no_update before update on counted_outcome
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger counted_outcome_no_delete before delete on counted_outcome
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger counted_outcome_guard before insert on counted_outcome
begin
  select raise(abort, 'UNIQUE constraint failed: counted_outcome.trial, counted_outcome.borough, counted_outcome.outcome, counted_outcome.cell, counted_outcome.seq')
  where exists (
    select 1 from counted_outcome
    where trial = new.trial and borough = new.borough and outcome = new.outcome and cell = new.cell and seq = new.seq
  );
  select raise(abort, 'seq-gap')
  where new.seq <> (
    select coalesce(max(seq), -1) + 1 from counted_outcome
    where trial = new.trial and borough = new.borough and outcome = new.outcome and cell = new.cell
  );
  select raise(abort, 'correction-without-reason')
  where (new.seq = 0) <> (new.reason is null);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none') not in ('open', 'paused');
  select raise(abort, 'learnt-in-the-future')
  where new.register_on > date(new.at, '+1 day');
  select raise(abort, 'counts-not-declared')
  where not exists (
    select 1 from protocol_version as locked, json_each(case when json_valid(locked.document) then locked.document else '{}' end, '$.boroughs') as one
    where locked.trial = new.trial and locked.version = (select max(version) from protocol_version where trial = new.trial)
      and json_extract(one.value, '$.code') = new.borough and json_extract(one.value, '$.shares') = 'counts-by-' || new.grain
  );
  select raise(abort, 'source-not-declared')
  where not exists (
    select 1 from protocol_version as locked,
      json_each(case when json_valid(locked.document) then locked.document else '{}' end, '$.outcomes') as declared,
      json_each(declared.value, '$.sources') as source
    where locked.trial = new.trial and locked.version = (select max(version) from protocol_version where trial = new.trial)
      and json_extract(declared.value, '$.name') = new.outcome and source.value = 'administrative'
  );
  select raise(abort, 'trial-mismatch')
  where new.grain = 'ceremony' and not exists (
    select 1 from ceremony where id = new.cell and trial = new.trial and borough = new.borough and phase = 'trial'
  );
  -- Counts by arm say which arms there are: nobody gives them who could not know yet.
  select raise(abort, 'still-sealed')
  where new.grain = 'arm' and exists (
    select 1 from ceremony
    where trial = new.trial and borough = new.borough and phase = 'trial'
      and exists (select 1 from ceremony_event where ceremony = ceremony.id and act = 'list-closed')
      and not exists (select 1 from ceremony_event where ceremony = ceremony.id and act in ('unsealed', 'cancelled', 'merged'))
  );
  select raise(abort, 'counts-do-not-add-up')
  where new.happened + new.not_happened + new.unmatchable <> (
    select count(*) from list_member
      join ceremony on ceremony.id = list_member.ceremony
      left join allocation on allocation.trial = list_member.trial and allocation.unit = list_member.unit
    where list_member.trial = new.trial and ceremony.borough = new.borough and ceremony.phase = 'trial' and list_member.is_return is not 1
      and (case new.grain when 'ceremony' then ceremony.id else allocation.arm end) = new.cell
      and not exists (select 1 from withdrawal where attendee = list_member.attendee and decision = 'count-only')
  );
end;
--> statement-breakpoint
-- Where only counts may leave a borough, nothing of its register about one person is kept.
create trigger follow_up_counts_only before insert on follow_up
when new.source = 'administrative'
begin
  select raise(abort, 'counts-only')
  where exists (
    select 1 from protocol_version as locked, json_each(case when json_valid(locked.document) then locked.document else '{}' end, '$.boroughs') as one
    where locked.trial = new.trial and locked.version = (select max(version) from protocol_version where trial = new.trial)
      and coalesce(json_extract(one.value, '$.shares'), 'people') <> 'people'
      and json_extract(one.value, '$.code') = (
        select borough from ceremony where id = coalesce(
          (select ceremony from list_member where attendee = new.attendee),
          (select ceremony from late_joiner where attendee = new.attendee),
          (select ceremony from booking where attendee = new.attendee order by seq desc limit 1)
        )
      )
  );
end;
