-- The second part of the draw: what a unit was drawn with, where the schemes that look back stand, receipts, a beacon's output,
-- errors of the kind real trials have, and people who join after their list has closed. In the words of the files before it:
-- rows are appended, a row that is there is refused before the insert, and each guard says its code.

alter table allocation add column list text
  constraint allocation_list_is_an_id check (length(list) = octet_length(list) and length(list) between 1 and 64 and list not glob '*[^A-Za-z0-9._:-]*');
--> statement-breakpoint
alter table allocation add column factors text
  constraint allocation_factors_is_a_key check (length(factors) = octet_length(factors) and length(factors) <= 1000 and factors not glob '*[^A-Za-z0-9._%/-]*');
--> statement-breakpoint
-- 1 where the person was enrolled when their household was drawn, or later: no part of the primary population.
alter table list_member add column is_return integer
  constraint list_member_is_return_is_boolean check (is_return in (0, 1));
--> statement-breakpoint
-- How many units each arm has so far, for the schemes that look at it: written with each list, read newest.
create table draw_tally (
  trial text not null references trial (slug),
  seq integer not null,
  protocol_version integer not null,
  after_seq integer not null,
  tally text not null,
  constraint draw_tally_seq_counts check (seq >= 0),
  constraint draw_tally_after_seq_counts check (after_seq >= 0),
  constraint draw_tally_tally_is_json check (json_valid(tally) and json_type(tally) = 'array'),
  primary key (trial, seq),
  foreign key (trial, protocol_version) references protocol_version (trial, version)
) strict;
--> statement-breakpoint
-- The receipt of an allocation. Its number is the SHA-256 of its text, so that nothing of it can be changed later; the unit stands
-- in it under a salt, so that it names nobody.
create table allocation_receipt (
  trial text not null,
  unit text not null,
  salt text not null,
  unit_hash text not null,
  ledger_seq integer not null,
  number text not null,
  constraint allocation_receipt_salt_is_32_hex check (length(salt) = 32 and octet_length(salt) = 32 and salt not glob '*[^0-9a-f]*'),
  constraint allocation_receipt_unit_hash_is_a_hash check (length(unit_hash) = 64 and octet_length(unit_hash) = 64 and unit_hash not glob '*[^0-9a-f]*'),
  constraint allocation_receipt_number_is_a_hash check (length(number) = 64 and octet_length(number) = 64 and number not glob '*[^0-9a-f]*'),
  primary key (trial, unit),
  foreign key (trial, unit) references allocation (trial, unit),
  foreign key (trial, ledger_seq) references ledger_entry (trial, seq)
) strict;
--> statement-breakpoint
create unique index allocation_receipt_hash on allocation_receipt (trial, unit_hash);
--> statement-breakpoint
create unique index allocation_receipt_number on allocation_receipt (trial, number);
--> statement-breakpoint
-- The output of the protocol's beacon round, once, before anything is drawn. The document is what two people signed.
create table beacon_output (
  trial text not null primary key references trial (slug),
  source text not null,
  round text not null,
  output text not null,
  document_hash text not null,
  at text not null,
  actor text not null,
  constraint beacon_output_source_has_length check (length(source) between 1 and 10000),
  constraint beacon_output_round_has_length check (length(round) between 1 and 10000),
  constraint beacon_output_output_is_16_to_64_bytes check (length(output) between 32 and 128 and length(output) % 2 = 0 and octet_length(output) = length(output) and output not glob '*[^0-9a-f]*'),
  constraint beacon_output_document_hash_is_a_hash check (length(document_hash) = 64 and octet_length(document_hash) = 64 and document_hash not glob '*[^0-9a-f]*'),
  constraint beacon_output_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint beacon_output_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
-- Something went wrong with the randomisation of a unit, a person or two of them (Yelland 2015): counted, and never put right by
-- another draw. `subject` is a drawn unit, a person or a household, `other` the second of two, in the order of their ids.
create table randomisation_error (
  id text not null primary key,
  trial text not null references trial (slug),
  kind text not null,
  subject text not null,
  other text,
  code text,
  stratum text,
  arm text,
  at text not null,
  actor text not null,
  constraint randomisation_error_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint randomisation_error_kind_is_known check (kind in ('wrong-stratum', 'ineligible-found-later', 'duplicate-enrolment', 'mistaken-allocation', 'not-delivered-as-drawn', 'households-found-one')),
  constraint randomisation_error_subject_is_an_id check (length(subject) = octet_length(subject) and length(subject) between 1 and 64 and subject not glob '*[^A-Za-z0-9._:-]*'),
  constraint randomisation_error_other_is_an_id check (length(other) = octet_length(other) and length(other) between 1 and 64 and other not glob '*[^A-Za-z0-9._:-]*'),
  constraint randomisation_error_two_are_in_order check ((kind in ('duplicate-enrolment', 'households-found-one')) = (other is not null) and (other is null or subject < other)),
  constraint randomisation_error_code_is_a_code check (length(code) = octet_length(code) and length(code) between 1 and 60 and code not glob '*[^a-z0-9-]*'),
  constraint randomisation_error_code_fits_the_kind check ((kind in ('ineligible-found-later', 'mistaken-allocation', 'not-delivered-as-drawn')) = (code is not null)),
  constraint randomisation_error_stratum_is_a_key check (length(stratum) = octet_length(stratum) and length(stratum) <= 400 and stratum not glob '*[^A-Za-z0-9._%/-]*'),
  constraint randomisation_error_stratum_fits_the_kind check ((kind = 'wrong-stratum') = (stratum is not null)),
  constraint randomisation_error_arm_has_length check (length(arm) between 1 and 200),
  constraint randomisation_error_arm_fits_the_code check ((kind = 'not-delivered-as-drawn' and code = 'other-arm') = (arm is not null)),
  constraint randomisation_error_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint randomisation_error_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create unique index randomisation_error_once on randomisation_error (trial, kind, subject) where other is null;
--> statement-breakpoint
create unique index randomisation_error_pair_once on randomisation_error (trial, kind, subject, other) where other is not null;
--> statement-breakpoint
-- Somebody who came to a ceremony after its list had closed. `unit` is the drawn unit they follow: null where there is none.
create table late_joiner (
  attendee text not null primary key references attendee (id),
  trial text not null references trial (slug),
  ceremony text not null references ceremony (id),
  kind text not null,
  unit text,
  after_unsealing integer not null,
  at text not null,
  actor text not null,
  constraint late_joiner_kind_is_known check (kind in ('late-joiner', 'walk-in')),
  constraint late_joiner_unit_is_an_id check (length(unit) = octet_length(unit) and length(unit) between 1 and 64 and unit not glob '*[^A-Za-z0-9._:-]*'),
  constraint late_joiner_after_unsealing_is_boolean check (after_unsealing in (0, 1)),
  constraint late_joiner_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint late_joiner_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  foreign key (trial, unit) references allocation (trial, unit)
) strict;
--> statement-breakpoint
create index late_joiner_by_ceremony on late_joiner (ceremony);
--> statement-breakpoint
create index late_joiner_by_trial on late_joiner (trial);
--> statement-breakpoint
create trigger draw_tally_no_update before update on draw_tally
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger draw_tally_no_delete before delete on draw_tally
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger draw_tally_no_replace before insert on draw_tally
begin
  select raise(abort, 'UNIQUE constraint failed: draw_tally.trial, draw_tally.seq')
  where exists (select 1 from draw_tally where trial = new.trial and seq = new.seq);
end;
--> statement-breakpoint
create trigger allocation_receipt_no_update before update on allocation_receipt
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger allocation_receipt_no_delete before delete on allocation_receipt
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger allocation_receipt_no_replace before insert on allocation_receipt
begin
  select raise(abort, 'UNIQUE constraint failed: allocation_receipt.trial, allocation_receipt.unit')
  where exists (select 1 from allocation_receipt where trial = new.trial and unit = new.unit);
  select raise(abort, 'UNIQUE constraint failed: allocation_receipt.trial, allocation_receipt.unit_hash')
  where exists (select 1 from allocation_receipt where trial = new.trial and unit_hash = new.unit_hash);
  select raise(abort, 'UNIQUE constraint failed: allocation_receipt.trial, allocation_receipt.number')
  where exists (select 1 from allocation_receipt where trial = new.trial and number = new.number);
end;
--> statement-breakpoint
create trigger beacon_output_no_update before update on beacon_output
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger beacon_output_no_delete before delete on beacon_output
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger beacon_output_no_replace before insert on beacon_output
begin
  select raise(abort, 'UNIQUE constraint failed: beacon_output.trial')
  where exists (select 1 from beacon_output where trial = new.trial);
end;
--> statement-breakpoint
create trigger randomisation_error_no_update before update on randomisation_error
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger randomisation_error_no_delete before delete on randomisation_error
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger randomisation_error_no_replace before insert on randomisation_error
begin
  select raise(abort, 'UNIQUE constraint failed: randomisation_error.id')
  where exists (select 1 from randomisation_error where id = new.id);
  select raise(abort, 'UNIQUE constraint failed: randomisation_error.trial, randomisation_error.kind, randomisation_error.subject')
  where new.other is null and exists (
    select 1 from randomisation_error
    where trial = new.trial and kind = new.kind and subject = new.subject and other is null
  );
  select raise(abort, 'UNIQUE constraint failed: randomisation_error.trial, randomisation_error.kind, randomisation_error.subject, randomisation_error.other')
  where new.other is not null and exists (
    select 1 from randomisation_error
    where trial = new.trial and kind = new.kind and subject = new.subject and other = new.other
  );
end;
--> statement-breakpoint
create trigger late_joiner_no_update before update on late_joiner
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger late_joiner_no_delete before delete on late_joiner
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger late_joiner_no_replace before insert on late_joiner
begin
  select raise(abort, 'UNIQUE constraint failed: late_joiner.attendee')
  where exists (select 1 from late_joiner where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger draw_tally_guard before insert on draw_tally
begin
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from draw_tally where trial = new.trial);
  select raise(abort, 'tally-behind')
  where new.after_seq is not (select max(seq) from allocation where trial = new.trial);
  select raise(abort, 'newer-version')
  where new.protocol_version <> (select max(version) from protocol_version where trial = new.trial);
end;
--> statement-breakpoint
-- A list is drawn once, in one write; and where the protocol names a beacon, not before its output is recorded.
create trigger allocation_draw_guard before insert on allocation
begin
  select raise(abort, 'already-drawn')
  where (select at from allocation where ceremony = new.ceremony limit 1) <> new.at;
  select raise(abort, 'no-beacon')
  where not exists (select 1 from beacon_output where trial = new.trial) and exists (
    select 1 from protocol_version
    where trial = new.trial and version = new.protocol_version
      and json_valid(document) and json_type(document, '$.beacon') = 'object'
  );
end;
--> statement-breakpoint
create trigger ceremony_event_unseal_guard before insert on ceremony_event
begin
  select raise(abort, 'ceremony-cancelled')
  where new.act = 'unsealed'
    and exists (select 1 from ceremony_event where ceremony = new.ceremony and act in ('cancelled', 'merged'));
end;
--> statement-breakpoint
create trigger beacon_output_guard before insert on beacon_output
begin
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('locked', 'baseline', 'open');
  select raise(abort, 'already-drawn')
  where exists (select 1 from allocation where trial = new.trial);
  select raise(abort, 'two-signatures')
  where (
    select count(*) from sign_off
    where trial = new.trial and act = 'record-beacon' and document_hash = new.document_hash
      and role in ('trial-administrator', 'auditor')
  ) < 2;
end;
--> statement-breakpoint
create trigger randomisation_error_guard before insert on randomisation_error
begin
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    in ('none', 'draft', 'locked', 'baseline');
  select raise(abort, 'not-randomised')
  where new.kind in ('wrong-stratum', 'mistaken-allocation', 'not-delivered-as-drawn')
    and not exists (select 1 from allocation where trial = new.trial and unit = new.subject);
  select raise(abort, 'still-sealed')
  where new.kind = 'not-delivered-as-drawn' and not exists (
    select 1 from ceremony_event
    where act = 'unsealed'
      and ceremony = (select ceremony from allocation where trial = new.trial and unit = new.subject)
  );
  select raise(abort, 'not-randomised')
  where new.kind in ('ineligible-found-later', 'duplicate-enrolment') and not exists (
    select 1 from list_member
    where attendee in (new.subject, new.other) and trial = new.trial and unit is not null
  ) and not exists (
    select 1 from late_joiner
    where attendee in (new.subject, new.other) and trial = new.trial and unit is not null
  );
  select raise(abort, 'trial-mismatch')
  where new.kind in ('ineligible-found-later', 'duplicate-enrolment') and (
    new.trial is not (select trial from attendee where id = new.subject)
    or (new.other is not null and new.trial is not (select trial from attendee where id = new.other))
  );
  select raise(abort, 'trial-mismatch')
  where new.kind = 'households-found-one' and (
    new.trial is not (select trial from household where id = new.subject)
    or new.trial is not (select trial from household where id = new.other)
  );
  select raise(abort, 'not-randomised')
  where new.kind = 'households-found-one' and (
    select count(distinct person.household) from attendee as person
    join list_member as listed on listed.attendee = person.id and listed.unit is not null
    where person.household in (new.subject, new.other)
  ) < 2;
end;
--> statement-breakpoint
create trigger late_joiner_guard before insert on late_joiner
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from attendee where id = new.attendee)
    or new.trial is not (select trial from ceremony where id = new.ceremony);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
  select raise(abort, 'ceremony-cancelled')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act in ('cancelled', 'merged'));
  select raise(abort, 'list-open')
  where not exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'list-closed');
  select raise(abort, 'already-enrolled')
  where exists (select 1 from list_member where attendee = new.attendee)
    or exists (
      select 1 from ceremony_event
      where act = 'list-closed'
        and ceremony = (select ceremony from booking where attendee = new.attendee order by seq desc limit 1)
    );
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.attendee);
  select raise(abort, 'unsealed-otherwise')
  where new.after_unsealing <> exists (
    select 1 from ceremony_event where ceremony = new.ceremony and act = 'unsealed'
  );
end;
--> statement-breakpoint
-- Whoever joined late has left the open list they stood on: they are not booked again, and on no list that closes later.
create trigger booking_late_guard before insert on booking
begin
  select raise(abort, 'already-enrolled')
  where exists (select 1 from late_joiner where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger list_member_late_guard before insert on list_member
begin
  select raise(abort, 'already-enrolled')
  where exists (select 1 from late_joiner where attendee = new.attendee);
end;
--> statement-breakpoint
-- People of an open list do not come into a room that is drawn by a merging: they join it late, one by one, before.
create trigger ceremony_event_merge_guard before insert on ceremony_event
begin
  select raise(abort, 'list-open')
  where new.act = 'merged'
    and exists (select 1 from ceremony_event where ceremony = new."into" and act = 'list-closed')
    and not exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'list-closed')
    and exists (
      select 1 from booking
      join attendee on attendee.id = booking.attendee and attendee.eligible = 'yes'
      where booking.ceremony = new.ceremony
        and not exists (select 1 from booking as newer where newer.attendee = booking.attendee and newer.seq > booking.seq)
        and not exists (select 1 from late_joiner where late_joiner.attendee = booking.attendee)
        and not exists (select 1 from withdrawal where withdrawal.attendee = booking.attendee)
    );
end;
--> statement-breakpoint
-- Whoever can know an arm takes nobody out as ineligible: that is an error of the randomisation, which keeps the person. Where
-- ceremonies are drawn a unit is its ceremony, and a household on another list has no arm of its own.
create trigger withdrawal_drawn_guard before insert on withdrawal
begin
  select raise(abort, 'already-drawn')
  where new.reason = 'ineligible-found-later' and (
    exists (select 1 from list_member where attendee = new.attendee and unit is not null)
    or exists (select 1 from late_joiner where attendee = new.attendee and unit is not null)
    or exists (
      select 1 from attendee as person
      join attendee as other on other.household = person.household
      join list_member as listed on listed.attendee = other.id and listed.unit <> listed.ceremony
      where person.id = new.attendee
    )
  );
end;
