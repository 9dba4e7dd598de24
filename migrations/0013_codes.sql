-- How an attendee is known on a card or in a letter, and what they say of themselves. Of a code only a hash under the operator's key is
-- kept, of a link's token its SHA-256; an answer is a number of a wording that the protocol's hash fixes. No column could hold a word that
-- somebody typed. In the words of the files before it: rows are appended, a row that is there is refused before the insert.

-- What a person's newest card says; the newest version alone opens their page, until its day.
create table follow_up_code (
  attendee text not null references attendee (id),
  version integer not null,
  trial text not null references trial (slug),
  code_hash text not null,
  link_hash text not null,
  expires_on text not null,
  at text not null,
  actor text not null,
  constraint follow_up_code_version_is_1_to_99 check (version between 1 and 99),
  constraint follow_up_code_code_hash_is_a_hash check (length(code_hash) = 64 and octet_length(code_hash) = 64 and code_hash not glob '*[^0-9a-f]*'),
  constraint follow_up_code_link_hash_is_a_hash check (length(link_hash) = 64 and octet_length(link_hash) = 64 and link_hash not glob '*[^0-9a-f]*'),
  constraint follow_up_code_expires_on_is_a_date check (octet_length(expires_on) = 10 and expires_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(expires_on) is expires_on),
  constraint follow_up_code_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint follow_up_code_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (attendee, version)
) strict;
--> statement-breakpoint
create unique index follow_up_code_once on follow_up_code (code_hash);
--> statement-breakpoint
create unique index follow_up_code_link_once on follow_up_code (link_hash);
--> statement-breakpoint
-- One answer to one of the five questions; a person's newest response stands. 0 is "I would rather not say".
create table survey_answer (
  attendee text not null references attendee (id),
  seq integer not null,
  question integer not null,
  trial text not null references trial (slug),
  wording integer not null,
  answer integer not null,
  at text not null,
  actor text not null,
  constraint survey_answer_seq_counts check (seq >= 0),
  constraint survey_answer_question_is_1_to_5 check (question between 1 and 5),
  constraint survey_answer_wording_counts check (wording between 1 and 999),
  constraint survey_answer_answer_is_0_to_9 check (answer between 0 and 9),
  constraint survey_answer_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint survey_answer_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (attendee, seq, question)
) strict;
--> statement-breakpoint
create index survey_answer_by_trial on survey_answer (trial);
--> statement-breakpoint
-- A person who wants to be sent nothing more, and stays in the trial.
create table contact_stop (
  attendee text not null primary key references attendee (id),
  trial text not null references trial (slug),
  at text not null,
  actor text not null,
  constraint contact_stop_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint contact_stop_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create index contact_stop_by_trial on contact_stop (trial);
--> statement-breakpoint
-- Tries at a code or a link, by a keyed hash of where they came from, in milliseconds since 1970. Kept for an hour.
create table code_try (
  address_hash text not null,
  at integer not null,
  constraint code_try_address_hash_is_a_hash check (length(address_hash) = 64 and octet_length(address_hash) = 64 and address_hash not glob '*[^0-9a-f]*'),
  constraint code_try_at_counts check (at >= 0)
) strict;
--> statement-breakpoint
create index code_try_by_address on code_try (address_hash, at);
--> statement-breakpoint
create index code_try_by_time on code_try (at);
--> statement-breakpoint
create trigger follow_up_code_no_update before update on follow_up_code
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger follow_up_code_no_delete before delete on follow_up_code
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger follow_up_code_no_replace before insert on follow_up_code
begin
  select raise(abort, 'UNIQUE constraint failed: follow_up_code.attendee, follow_up_code.version')
  where exists (select 1 from follow_up_code where attendee = new.attendee and version = new.version);
end;
--> statement-breakpoint
create trigger follow_up_code_stays before insert on follow_up_code
begin
  select raise(abort, 'UNIQUE constraint failed: follow_up_code.code_hash')
  where exists (select 1 from follow_up_code where code_hash = new.code_hash);
  select raise(abort, 'UNIQUE constraint failed: follow_up_code.link_hash')
  where exists (select 1 from follow_up_code where link_hash = new.link_hash);
end;
--> statement-breakpoint
create trigger survey_answer_no_update before update on survey_answer
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger survey_answer_no_delete before delete on survey_answer
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger survey_answer_no_replace before insert on survey_answer
begin
  select raise(abort, 'UNIQUE constraint failed: survey_answer.attendee, survey_answer.seq, survey_answer.question')
  where exists (select 1 from survey_answer where attendee = new.attendee and seq = new.seq and question = new.question);
end;
--> statement-breakpoint
create trigger contact_stop_no_update before update on contact_stop
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger contact_stop_no_delete before delete on contact_stop
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger contact_stop_no_replace before insert on contact_stop
begin
  select raise(abort, 'UNIQUE constraint failed: contact_stop.attendee')
  where exists (select 1 from contact_stop where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger follow_up_code_guard before insert on follow_up_code
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from attendee where id = new.attendee);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.attendee);
  select raise(abort, 'seq-gap')
  where new.version > (select coalesce(max(version), 0) + 1 from follow_up_code where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger survey_answer_guard before insert on survey_answer
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from attendee where id = new.attendee);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.attendee);
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from survey_answer where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger contact_stop_guard before insert on contact_stop
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from attendee where id = new.attendee);
end;
--> statement-breakpoint
-- Twenty tries in a quarter of an hour from one place, two thousand in an hour from everywhere: of 45-bit codes that is less than one
-- hit in ten years for a hundred thousand cards.
create trigger code_try_limit before insert on code_try
begin
  select raise(abort, 'too-many-tries')
  where (select count(*) from code_try where address_hash = new.address_hash and at > new.at - 900000) >= 20;
  select raise(abort, 'too-many-tries')
  where (select count(*) from code_try where at > new.at - 3600000) >= 2000;
end;
--> statement-breakpoint
create trigger code_try_no_update before update on code_try
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger code_try_forgets after insert on code_try
begin
  delete from code_try where at <= new.at - 3600000;
end;
