-- What a row may follow: rules that need other rows, kept by the database so that two writers cannot both be right.
-- Each code below is what the error says. A taken number is left to its UNIQUE key (the loser of a race is told so and
-- retries), so a gap is only what lies beyond the next number. Every question is answered by an index: the
-- n-th insert costs what the first does.

create trigger trial_guard before insert on trial
begin
  select raise(abort, 'training-accounts')
  where new.mode = 'live' and exists (select 1 from account where is_training = 1);
end;
--> statement-breakpoint
create trigger account_guard before insert on account
begin
  select raise(abort, 'training-accounts')
  where new.is_training = 1 and exists (select 1 from trial where mode = 'live');
end;
--> statement-breakpoint
create trigger protocol_version_guard before insert on protocol_version
begin
  select raise(abort, 'seq-gap')
  where new.version > (select coalesce(max(version), 0) + 1 from protocol_version where trial = new.trial);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('draft', 'locked', 'baseline', 'open', 'paused');
  select raise(abort, 'design-locked')
  where new.reason is null
    and (select status from trial_status where trial = new.trial order by seq desc limit 1) <> 'draft';
end;
--> statement-breakpoint
create trigger trial_status_guard before insert on trial_status
begin
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from trial_status where trial = new.trial);
end;
--> statement-breakpoint
create trigger seed_publication_guard before insert on seed_publication
begin
  select raise(abort, 'no-commitment')
  where not exists (select 1 from trial_seed where trial = new.trial);
  select raise(abort, 'analysis-not-run')
  where not exists (select 1 from analysis_run where trial = new.trial and kind = 'locked');
end;
--> statement-breakpoint
create trigger ceremony_guard before insert on ceremony
begin
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
end;
--> statement-breakpoint
create trigger ceremony_slot_guard before insert on ceremony_slot
begin
  select raise(abort, 'wrong-status')
  where coalesce((
    select status from trial_status
    where trial = (select trial from ceremony where id = new.ceremony) order by seq desc limit 1
  ), 'none') not in ('baseline', 'open', 'paused');
  select raise(abort, 'borough-mismatch')
  where new.borough <> (select borough from ceremony where id = new.ceremony);
  select raise(abort, 'ceremony-cancelled')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act in ('cancelled', 'merged'));
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from ceremony_slot where ceremony = new.ceremony);
  select raise(abort, 'ceremony-in-another-trial')
  where exists (
    select 1 from ceremony_slot as held
    where held.borough = new.borough and held.held_on = new.held_on and held.starts_at = new.starts_at
      and held.venue = new.venue and held.ceremony <> new.ceremony
      and not exists (select 1 from ceremony_slot as newer where newer.ceremony = held.ceremony and newer.seq > held.seq)
      and not exists (select 1 from ceremony_event where ceremony = held.ceremony and act in ('cancelled', 'merged'))
      and (
        select status from trial_status
        where trial = (select trial from ceremony where id = held.ceremony) order by seq desc limit 1
      ) not in ('closed', 'analysed', 'seed-published', 'released')
  );
end;
--> statement-breakpoint
create trigger ceremony_event_guard before insert on ceremony_event
begin
  select raise(abort, 'ceremony-cancelled')
  where new.act in ('list-closed', 'cancelled', 'merged') and exists (
    select 1 from ceremony_event where ceremony = new.ceremony and act in ('cancelled', 'merged') and act <> new.act
  );
  select raise(abort, 'slot-moved')
  where new.act = 'list-closed' and new.slot_seq <> (select max(seq) from ceremony_slot where ceremony = new.ceremony);
  select raise(abort, 'list-open')
  where new.act = 'unsealed'
    and not exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'list-closed');
  select raise(abort, 'wrong-status')
  where new.act = 'list-closed' and coalesce((
    select status from trial_status
    where trial = (select trial from ceremony where id = new.ceremony) order by seq desc limit 1
  ), 'none') not in ('baseline', 'open', 'paused');
  select raise(abort, 'trial-mismatch')
  where new.act = 'merged'
    and (select trial from ceremony where id = new."into") <> (select trial from ceremony where id = new.ceremony);
  select raise(abort, 'ceremony-cancelled')
  where new.act = 'merged'
    and exists (select 1 from ceremony_event where ceremony = new."into" and act in ('cancelled', 'merged'));
  select raise(abort, 'phase-mismatch')
  where new.act = 'merged'
    and (select phase from ceremony where id = new."into") <> (select phase from ceremony where id = new.ceremony);
  select raise(abort, 'others-come-here')
  where new.act in ('cancelled', 'merged') and exists (select 1 from ceremony_event where "into" = new.ceremony);
end;
--> statement-breakpoint
create trigger attendee_guard before insert on attendee
begin
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
  select raise(abort, 'trial-mismatch')
  where new.trial <> (select trial from household where id = new.household);
end;
--> statement-breakpoint
create trigger booking_guard before insert on booking
begin
  select raise(abort, 'trial-mismatch')
  where (select trial from attendee where id = new.attendee) <> (select trial from ceremony where id = new.ceremony);
  select raise(abort, 'wrong-status')
  where coalesce((
    select status from trial_status
    where trial = (select trial from ceremony where id = new.ceremony) order by seq desc limit 1
  ), 'none') not in ('baseline', 'open', 'paused');
  select raise(abort, 'ceremony-cancelled')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act in ('cancelled', 'merged'));
  select raise(abort, 'list-closed')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'list-closed');
  select raise(abort, 'already-drawn')
  where exists (select 1 from list_member where attendee = new.attendee);
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from booking where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger list_member_guard before insert on list_member
begin
  select raise(abort, 'trial-mismatch')
  where new.trial <> (select trial from attendee where id = new.attendee);
  select raise(abort, 'not-booked')
  where new.ceremony is not (select ceremony from booking where attendee = new.attendee order by seq desc limit 1);
  select raise(abort, 'list-open')
  where not exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'list-closed');
  select raise(abort, 'already-drawn')
  where exists (select 1 from allocation where ceremony = new.ceremony);
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger allocation_guard before insert on allocation
begin
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none') <> 'open';
  select raise(abort, 'trial-mismatch')
  where new.trial <> (select trial from ceremony where id = new.ceremony);
  select raise(abort, 'baseline-ceremony')
  where (select phase from ceremony where id = new.ceremony) <> 'trial';
  select raise(abort, 'newer-version')
  where new.protocol_version <> (select max(version) from protocol_version where trial = new.trial);
  select raise(abort, 'list-open')
  where not exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'list-closed');
  select raise(abort, 'position-gap')
  where new.position > (
    select coalesce(max(position), -1) + 1 from allocation
    where trial = new.trial and protocol_version = new.protocol_version and stratum = new.stratum
  );
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from allocation where trial = new.trial);
end;
--> statement-breakpoint
create trigger attendance_guard before insert on attendance
begin
  select raise(abort, 'trial-mismatch')
  where (select trial from attendee where id = new.attendee) <> (select trial from ceremony where id = new.ceremony);
  select raise(abort, 'wrong-status')
  where coalesce((
    select status from trial_status
    where trial = (select trial from ceremony where id = new.ceremony) order by seq desc limit 1
  ), 'none') not in ('baseline', 'open', 'paused');
  select raise(abort, 'ceremony-cancelled')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act in ('cancelled', 'merged'));
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.attendee);
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from attendance where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger follow_up_guard before insert on follow_up
begin
  select raise(abort, 'trial-mismatch')
  where new.trial <> (select trial from attendee where id = new.attendee);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
  select raise(abort, 'correction-of-another')
  where new.corrects is not null and not exists (
    select 1 from follow_up as old
    where old.id = new.corrects and old.trial = new.trial and old.attendee = new.attendee
      and old.outcome = new.outcome and old.source = new.source
  );
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger withdrawal_guard before insert on withdrawal
begin
  select raise(abort, 'trial-mismatch')
  where new.trial <> (select trial from attendee where id = new.attendee);
end;
--> statement-breakpoint
create trigger ledger_entry_guard before insert on ledger_entry
begin
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from ledger_entry where trial = new.trial);
  select raise(abort, 'chain-broken')
  where new.seq = (select coalesce(max(seq), -1) + 1 from ledger_entry where trial = new.trial)
    and new.previous_hash is not coalesce(
      (select hash from ledger_entry where trial = new.trial order by seq desc limit 1),
      '0000000000000000000000000000000000000000000000000000000000000000'
    );
end;
