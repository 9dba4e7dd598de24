-- Reminders of the attendee's page: whom a message was made for and what became of it. A row names a person by the trial's own id and
-- holds codes alone: no column could hold an address, a number or a word of a message. In the words of the files before it: rows are
-- appended, and a row that is there is refused before the insert.

-- One person at one reminder of the protocol; `addressed` is whom the message went to, where it is for several of a household.
create table reminder_message (
  attendee text not null references attendee (id),
  reminder integer not null,
  trial text not null references trial (slug),
  addressed text not null references attendee (id),
  channel text not null,
  at text not null,
  actor text not null,
  constraint reminder_message_reminder_is_1_to_12 check (reminder between 1 and 12),
  constraint reminder_message_channel_is_known check (channel in ('e-mail', 'text-message')),
  constraint reminder_message_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint reminder_message_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (attendee, reminder)
) strict;
--> statement-breakpoint
create index reminder_message_by_trial on reminder_message (trial);
--> statement-breakpoint
-- What GOV.UK Notify reports of a message; the newest row stands, since a message can arrive late.
create table reminder_delivery (
  addressed text not null,
  reminder integer not null,
  seq integer not null,
  trial text not null references trial (slug),
  status text not null,
  at text not null,
  actor text not null,
  constraint reminder_delivery_seq_counts check (seq >= 0),
  constraint reminder_delivery_status_is_known check (status in ('delivered', 'permanent-failure', 'temporary-failure', 'technical-failure')),
  constraint reminder_delivery_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint reminder_delivery_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (addressed, reminder, seq),
  foreign key (addressed, reminder) references reminder_message (attendee, reminder)
) strict;
--> statement-breakpoint
create index reminder_delivery_by_trial on reminder_delivery (trial);
--> statement-breakpoint
create trigger reminder_message_no_update before update on reminder_message
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger reminder_message_no_delete before delete on reminder_message
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger reminder_message_no_replace before insert on reminder_message
begin
  select raise(abort, 'UNIQUE constraint failed: reminder_message.attendee, reminder_message.reminder')
  where exists (select 1 from reminder_message where attendee = new.attendee and reminder = new.reminder);
end;
--> statement-breakpoint
create trigger reminder_delivery_no_update before update on reminder_delivery
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger reminder_delivery_no_delete before delete on reminder_delivery
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger reminder_delivery_no_replace before insert on reminder_delivery
begin
  select raise(abort, 'UNIQUE constraint failed: reminder_delivery.addressed, reminder_delivery.reminder, reminder_delivery.seq')
  where exists (select 1 from reminder_delivery where addressed = new.addressed and reminder = new.reminder and seq = new.seq);
end;
--> statement-breakpoint
-- Whom nothing may be sent to, whoever asks for it.
create trigger reminder_message_person before insert on reminder_message
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from attendee where id = new.attendee);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.attendee);
  select raise(abort, 'contact-stopped')
  where exists (select 1 from contact_stop where attendee = new.attendee);
  select raise(abort, 'not-eligible')
  where 'yes' is not (select eligible from attendee where id = new.attendee);
  select raise(abort, 'already-answered')
  where exists (select 1 from survey_answer where attendee = new.attendee)
    or exists (
      select 1 from follow_up as said
      where said.attendee = new.attendee and said.source in ('self-reported', 'intention') and said.takes_back is not 1
        and not exists (select 1 from follow_up as newer where newer.corrects = said.id)
    );
end;
--> statement-breakpoint
-- The channel that the borough of the person's list permits now, and the days that the newest protocol declares. An instant is at most
-- one hour behind London's clock.
create trigger reminder_message_time before insert on reminder_message
begin
  select raise(abort, 'channel-not-permitted')
  where not exists (
    select 1 from ceremony
    join contact_terms as terms on terms.trial = new.trial and terms.borough = ceremony.borough
      and terms.seq = (select max(seq) from contact_terms where trial = new.trial and borough = ceremony.borough)
    join contact_channel as permitted on permitted.trial = terms.trial and permitted.borough = terms.borough
      and permitted.seq = terms.seq and permitted.channel = new.channel
    where ceremony.id = coalesce(
      (select ceremony from list_member where attendee = new.attendee),
      (select ceremony from late_joiner where attendee = new.attendee)
    )
  );
  select raise(abort, 'outside-its-days')
  where not exists (
    select 1 from protocol_version as locked
    join ceremony_event as closing on closing.act = 'list-closed' and closing.ceremony = coalesce(
      (select ceremony from list_member where attendee = new.attendee),
      (select ceremony from late_joiner where attendee = new.attendee)
    )
    join ceremony_slot as slot on slot.ceremony = closing.ceremony and slot.seq = closing.slot_seq
    where locked.trial = new.trial and locked.version = (select max(version) from protocol_version where trial = new.trial)
      and json_valid(locked.document)
      and date(new.at, '+1 hour') >= date(
        slot.held_on, json_extract(locked.document, '$.reminders.schedule[' || (new.reminder - 1) || '].afterDays') || ' days'
      )
      and date(new.at) <= date(slot.held_on, min(
        (select max(json_extract(value, '$.windowDays')) from json_each(locked.document, '$.outcomes')),
        coalesce(json_extract(locked.document, '$.reminders.schedule[' || new.reminder || '].afterDays') - 1, 100000)
      ) || ' days')
  );
end;
--> statement-breakpoint
-- A message is of one household; where the protocol says so, a household gets each reminder once. Whom it is addressed to comes first.
create trigger reminder_message_household before insert on reminder_message
begin
  select raise(abort, 'addressed-to-nobody')
  where new.addressed <> new.attendee and not exists (
    select 1 from reminder_message as head
    join attendee as one on one.id = head.attendee
    join attendee as other on other.id = new.attendee and other.household = one.household
    where head.attendee = new.addressed and head.addressed = new.addressed and head.reminder = new.reminder
      and head.channel = new.channel
  );
  select raise(abort, 'household-reminded')
  where exists (
    select 1 from reminder_message as earlier
    join attendee as one on one.id = earlier.attendee
    join attendee as other on other.id = new.attendee and other.household = one.household
    where earlier.reminder = new.reminder and earlier.addressed <> new.addressed
  ) and coalesce((
    select json_extract(document, '$.reminders.onePerHousehold') from protocol_version
    where trial = new.trial and json_valid(document) order by version desc limit 1
  ), 1) = 1;
end;
--> statement-breakpoint
create trigger reminder_delivery_guard before insert on reminder_delivery
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from attendee where id = new.addressed);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
  select raise(abort, 'already-withdrawn')
  where exists (select 1 from withdrawal where attendee = new.addressed);
  select raise(abort, 'addressed-to-nobody')
  where not exists (
    select 1 from reminder_message
    where attendee = new.addressed and addressed = new.addressed and reminder = new.reminder
  );
  select raise(abort, 'seq-gap')
  where new.seq > (
    select coalesce(max(seq), -1) + 1 from reminder_delivery where addressed = new.addressed and reminder = new.reminder
  );
end;
