-- Guarantees that the code gave alone: a signature in a role that is not the person's, a beacon the protocol does not name, an arm the
-- protocol does not have, people who follow a unit that is not theirs, looks at sealed arms, draws after the day. In the words of
-- 0003: each guard says its code. London is never behind UTC, so that a day which has passed in UTC has passed there.

create trigger sign_off_guard before insert on sign_off
begin
  select raise(abort, 'role-mismatch')
  where not exists (select 1 from account where id = new.actor and role = new.role);
end;
--> statement-breakpoint
create trigger beacon_output_named_guard before insert on beacon_output
begin
  select raise(abort, 'no-beacon')
  where not exists (
    select 1 from protocol_version
    where trial = new.trial and version = (select max(version) from protocol_version where trial = new.trial)
      and json_valid(document)
      and json_extract(document, '$.beacon.source') = new.source
      and cast(json_extract(document, '$.beacon.round') as text) = new.round
  );
end;
--> statement-breakpoint
create trigger allocation_arm_guard before insert on allocation
begin
  select raise(abort, 'arm-stopped')
  where exists (
    select 1 from protocol_version as drawn
    where drawn.trial = new.trial and drawn.version = new.protocol_version
      and json_valid(drawn.document) and json_type(drawn.document, '$.arms') = 'array'
      and (
        not exists (
          select 1 from json_each(drawn.document, '$.arms') as arm where json_extract(arm.value, '$.name') = new.arm
        )
        or exists (select 1 from json_each(drawn.document, '$.stoppedArms') as stopped where stopped.value = new.arm)
      )
  );
end;
--> statement-breakpoint
-- Whoever joins late follows the room they came to, or the unit that was drawn for their own household.
create trigger late_joiner_unit_guard before insert on late_joiner
begin
  select raise(abort, 'trial-mismatch')
  where new.unit is not null and new.unit <> new.ceremony
    and new.unit <> (select household from attendee where id = new.attendee)
    and new.unit not in (
      select other.id from attendee as person join attendee as other on other.household = person.household
      where person.id = new.attendee
    );
  select raise(abort, 'not-randomised')
  where new.unit is not null and (select phase from ceremony where id = new.ceremony) <> 'trial';
end;
--> statement-breakpoint
-- Arms are looked at once unsealed, where the people went, or once the seed is published and everything can be drawn again.
create trigger arm_view_guard before insert on arm_view
begin
  select raise(abort, 'still-sealed')
  where not exists (
    select 1 from ceremony_event
    where act = 'unsealed' and (
      ceremony = new.ceremony
      or ceremony = (select "into" from ceremony_event where ceremony = new.ceremony and act = 'merged')
    )
  ) and not exists (
    select 1 from seed_publication where trial = (select trial from ceremony where id = new.ceremony)
  );
end;
--> statement-breakpoint
create trigger ceremony_event_missed_guard before insert on ceremony_event
begin
  select raise(abort, 'too-late')
  where new.act = 'list-closed'
    and exists (
      select 1 from ceremony join trial on trial.slug = ceremony.trial
      where ceremony.id = new.ceremony and ceremony.phase = 'trial' and trial.mode = 'live'
    )
    and (select held_on from ceremony_slot where ceremony = new.ceremony order by seq desc limit 1) < date(new.at);
end;
