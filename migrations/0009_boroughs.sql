-- On what a borough takes part: what was agreed and until when, on which ground and by which channels people are contacted, and how
-- many people it means to reach. Where a trial is live nobody is enrolled in a borough whose sharing agreement or data protection
-- impact assessment is missing or has expired (UK GDPR Articles 26, 28 and 35). Also who read out what is held about one person.
-- In the words of the files before it: rows are appended, and each guard says its code.

-- The newest row of a kind stands. What it says is the reference of a document, never what is in it.
create table agreement (
  trial text not null references trial (slug),
  borough text not null,
  kind text not null,
  seq integer not null,
  reference text not null,
  expires_on text not null,
  at text not null,
  actor text not null,
  constraint agreement_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint agreement_kind_is_known check (kind in ('sharing-agreement', 'dpia')),
  constraint agreement_seq_counts check (seq >= 0),
  constraint agreement_reference_has_length check (length(reference) between 1 and 200),
  constraint agreement_expires_on_is_a_date check (octet_length(expires_on) = 10 and expires_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(expires_on) is expires_on),
  constraint agreement_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint agreement_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, borough, kind, seq)
) strict;
--> statement-breakpoint
-- On which ground of UK GDPR Article 6(1) a borough contacts people, the newest row stands.
create table contact_terms (
  trial text not null references trial (slug),
  borough text not null,
  seq integer not null,
  lawful_basis text not null,
  at text not null,
  actor text not null,
  constraint contact_terms_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint contact_terms_seq_counts check (seq >= 0),
  constraint contact_terms_lawful_basis_is_known check (lawful_basis in ('consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task', 'legitimate-interests')),
  constraint contact_terms_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint contact_terms_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, borough, seq)
) strict;
--> statement-breakpoint
-- How it may.
create table contact_channel (
  trial text not null,
  borough text not null,
  seq integer not null,
  channel text not null,
  constraint contact_channel_channel_is_known check (channel in ('in-person', 'post', 'e-mail', 'text-message', 'telephone')),
  primary key (trial, borough, seq, channel),
  foreign key (trial, borough, seq) references contact_terms (trial, borough, seq)
) strict;
--> statement-breakpoint
-- People to be reached in a period, the newest row of a period stands.
create table borough_target (
  trial text not null references trial (slug),
  borough text not null,
  seq integer not null,
  from_on text not null,
  to_on text not null,
  people integer not null,
  at text not null,
  actor text not null,
  constraint borough_target_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint borough_target_seq_counts check (seq >= 0),
  constraint borough_target_from_on_is_a_date check (octet_length(from_on) = 10 and from_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(from_on) is from_on),
  constraint borough_target_to_on_is_a_date check (octet_length(to_on) = 10 and to_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(to_on) is to_on),
  constraint borough_target_people_are_0_to_100000 check (people between 0 and 100000),
  constraint borough_target_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint borough_target_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  constraint borough_target_ends_after_it_begins check (from_on <= to_on),
  primary key (trial, borough, seq)
) strict;
--> statement-breakpoint
-- Who read out what is held about one person, and when.
create table subject_access (
  id text not null primary key,
  trial text not null references trial (slug),
  attendee text not null references attendee (id),
  borough text not null,
  at text not null,
  actor text not null,
  constraint subject_access_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint subject_access_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint subject_access_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint subject_access_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create index subject_access_by_trial on subject_access (trial);
--> statement-breakpoint
create trigger agreement_no_update before update on agreement
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger agreement_no_delete before delete on agreement
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger agreement_no_replace before insert on agreement
begin
  select raise(abort, 'UNIQUE constraint failed: agreement.trial, agreement.borough, agreement.kind, agreement.seq')
  where exists (select 1 from agreement where trial = new.trial and borough = new.borough and kind = new.kind and seq = new.seq);
end;
--> statement-breakpoint
create trigger contact_terms_no_update before update on contact_terms
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger contact_terms_no_delete before delete on contact_terms
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger contact_terms_no_replace before insert on contact_terms
begin
  select raise(abort, 'UNIQUE constraint failed: contact_terms.trial, contact_terms.borough, contact_terms.seq')
  where exists (select 1 from contact_terms where trial = new.trial and borough = new.borough and seq = new.seq);
end;
--> statement-breakpoint
create trigger contact_channel_no_update before update on contact_channel
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger contact_channel_no_delete before delete on contact_channel
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger contact_channel_no_replace before insert on contact_channel
begin
  select raise(abort, 'UNIQUE constraint failed: contact_channel.trial, contact_channel.borough, contact_channel.seq, contact_channel.channel')
  where exists (select 1 from contact_channel where trial = new.trial and borough = new.borough and seq = new.seq and channel = new.channel);
end;
--> statement-breakpoint
create trigger borough_target_no_update before update on borough_target
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger borough_target_no_delete before delete on borough_target
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger borough_target_no_replace before insert on borough_target
begin
  select raise(abort, 'UNIQUE constraint failed: borough_target.trial, borough_target.borough, borough_target.seq')
  where exists (select 1 from borough_target where trial = new.trial and borough = new.borough and seq = new.seq);
end;
--> statement-breakpoint
create trigger subject_access_no_update before update on subject_access
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger subject_access_no_delete before delete on subject_access
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger subject_access_no_replace before insert on subject_access
begin
  select raise(abort, 'UNIQUE constraint failed: subject_access.id')
  where exists (select 1 from subject_access where id = new.id);
end;
--> statement-breakpoint
create trigger agreement_guard before insert on agreement
begin
  select raise(abort, 'seq-gap')
  where new.seq > (
    select coalesce(max(seq), -1) + 1 from agreement where trial = new.trial and borough = new.borough and kind = new.kind
  );
end;
--> statement-breakpoint
create trigger contact_terms_guard before insert on contact_terms
begin
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from contact_terms where trial = new.trial and borough = new.borough);
end;
--> statement-breakpoint
create trigger borough_target_guard before insert on borough_target
begin
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from borough_target where trial = new.trial and borough = new.borough);
end;
--> statement-breakpoint
create trigger subject_access_guard before insert on subject_access
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from attendee where id = new.attendee);
end;
--> statement-breakpoint
-- Enrolment is a person's first booking. London is never behind UTC: what has expired in UTC has expired there.
create trigger booking_agreement_guard before insert on booking
begin
  select raise(abort, 'no-agreement')
  from ceremony join trial on trial.slug = ceremony.trial
  where ceremony.id = new.ceremony and trial.mode = 'live' and new.seq = 0 and (
    coalesce((
      select expires_on from agreement
      where trial = ceremony.trial and borough = ceremony.borough and kind = 'sharing-agreement' order by seq desc limit 1
    ), '') < date(new.at)
    or coalesce((
      select expires_on from agreement
      where trial = ceremony.trial and borough = ceremony.borough and kind = 'dpia' order by seq desc limit 1
    ), '') < date(new.at)
  );
end;
--> statement-breakpoint
-- Whoever comes late is enrolled by it, unless they stood on an open list before.
create trigger late_joiner_agreement_guard before insert on late_joiner
begin
  select raise(abort, 'no-agreement')
  from ceremony join trial on trial.slug = ceremony.trial
  where ceremony.id = new.ceremony and trial.mode = 'live' and not exists (
    select 1 from booking where attendee = new.attendee
  ) and (
    coalesce((
      select expires_on from agreement
      where trial = ceremony.trial and borough = ceremony.borough and kind = 'sharing-agreement' order by seq desc limit 1
    ), '') < date(new.at)
    or coalesce((
      select expires_on from agreement
      where trial = ceremony.trial and borough = ceremony.borough and kind = 'dpia' order by seq desc limit 1
    ), '') < date(new.at)
  );
end;
