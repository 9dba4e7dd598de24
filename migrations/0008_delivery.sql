-- What a registrar's desk keeps of a ceremony that was held: which organisations delivered it, and how far it kept to its arm
-- (TIDieR, items 8, 10 and 12; Hoffmann et al. 2014, BMJ 348:g1687). About a ceremony there is no text: organisations stand in a
-- register, which is about organisations alone. A correction is a newer row. In the words of the files before it: rows are appended,
-- a row that is there is refused before the insert, and each guard says its code.

-- Who can deliver at ceremonies, in a trial. One that works for every borough has none of its own.
create table organisation (
  trial text not null references trial (slug),
  code text not null,
  name text not null,
  kind text not null,
  borough text,
  at text not null,
  actor text not null,
  constraint organisation_code_is_a_code check (length(code) = octet_length(code) and length(code) between 1 and 60 and code not glob '*[^a-z0-9-]*'),
  constraint organisation_name_has_length check (length(name) between 1 and 200),
  constraint organisation_kind_is_known check (kind in ('register-office', 'volunteer-centre', 'voluntary-group', 'electoral-services', 'council-service', 'other')),
  constraint organisation_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint organisation_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint organisation_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, code)
) strict;
--> statement-breakpoint
-- How a ceremony was held, the newest row stands.
create table delivery_log (
  ceremony text not null references ceremony (id),
  seq integer not null,
  trial text not null references trial (slug),
  service_present integer not null,
  form_help integer not null,
  minutes integer not null,
  at text not null,
  actor text not null,
  constraint delivery_log_seq_counts check (seq >= 0),
  constraint delivery_log_service_present_is_boolean check (service_present in (0, 1)),
  constraint delivery_log_form_help_is_boolean check (form_help in (0, 1)),
  constraint delivery_log_minutes_are_0_to_240 check (minutes between 0 and 240),
  constraint delivery_log_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint delivery_log_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (ceremony, seq)
) strict;
--> statement-breakpoint
create index delivery_log_by_trial on delivery_log (trial);
--> statement-breakpoint
-- Who delivered it.
create table delivery_by (
  ceremony text not null,
  seq integer not null,
  trial text not null,
  organisation text not null,
  constraint delivery_by_organisation_is_a_code check (length(organisation) = octet_length(organisation) and length(organisation) between 1 and 60 and organisation not glob '*[^a-z0-9-]*'),
  primary key (ceremony, seq, organisation),
  foreign key (ceremony, seq) references delivery_log (ceremony, seq),
  foreign key (trial, organisation) references organisation (trial, code)
) strict;
--> statement-breakpoint
-- In what it differed from its arm, none where it was held as drawn.
create table delivery_deviation (
  ceremony text not null,
  seq integer not null,
  deviation text not null,
  constraint delivery_deviation_deviation_is_known check (deviation in ('other-arm-delivered', 'service-absent', 'service-unplanned', 'announcement-omitted', 'forms-missing', 'packs-missing', 'started-late', 'shortened', 'interrupted', 'other')),
  primary key (ceremony, seq, deviation),
  foreign key (ceremony, seq) references delivery_log (ceremony, seq)
) strict;
--> statement-breakpoint
-- A partner organisation is to attend one ceremony, or every ceremony of a borough that is drawn to one arm.
create table partner_assignment (
  id text not null primary key,
  trial text not null references trial (slug),
  organisation text not null,
  borough text not null,
  ceremony text references ceremony (id),
  arm text,
  at text not null,
  actor text not null,
  constraint partner_assignment_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint partner_assignment_organisation_is_a_code check (length(organisation) = octet_length(organisation) and length(organisation) between 1 and 60 and organisation not glob '*[^a-z0-9-]*'),
  constraint partner_assignment_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint partner_assignment_arm_has_length check (length(arm) between 1 and 200),
  constraint partner_assignment_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint partner_assignment_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  constraint partner_assignment_is_for_one check ((ceremony is null) <> (arm is null)),
  foreign key (trial, organisation) references organisation (trial, code)
) strict;
--> statement-breakpoint
create index partner_assignment_by_trial on partner_assignment (trial, organisation);
--> statement-breakpoint
-- An assignment that holds no more.
create table partner_assignment_end (
  assignment text not null primary key references partner_assignment (id),
  at text not null,
  actor text not null,
  constraint partner_assignment_end_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint partner_assignment_end_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create trigger organisation_no_update before update on organisation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger organisation_no_delete before delete on organisation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger organisation_no_replace before insert on organisation
begin
  select raise(abort, 'UNIQUE constraint failed: organisation.trial, organisation.code')
  where exists (select 1 from organisation where trial = new.trial and code = new.code);
end;
--> statement-breakpoint
create trigger delivery_log_no_update before update on delivery_log
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger delivery_log_no_delete before delete on delivery_log
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger delivery_log_no_replace before insert on delivery_log
begin
  select raise(abort, 'UNIQUE constraint failed: delivery_log.ceremony, delivery_log.seq')
  where exists (select 1 from delivery_log where ceremony = new.ceremony and seq = new.seq);
end;
--> statement-breakpoint
create trigger delivery_by_no_update before update on delivery_by
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger delivery_by_no_delete before delete on delivery_by
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger delivery_by_no_replace before insert on delivery_by
begin
  select raise(abort, 'UNIQUE constraint failed: delivery_by.ceremony, delivery_by.seq, delivery_by.organisation')
  where exists (select 1 from delivery_by where ceremony = new.ceremony and seq = new.seq and organisation = new.organisation);
end;
--> statement-breakpoint
create trigger delivery_deviation_no_update before update on delivery_deviation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger delivery_deviation_no_delete before delete on delivery_deviation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger delivery_deviation_no_replace before insert on delivery_deviation
begin
  select raise(abort, 'UNIQUE constraint failed: delivery_deviation.ceremony, delivery_deviation.seq, delivery_deviation.deviation')
  where exists (select 1 from delivery_deviation where ceremony = new.ceremony and seq = new.seq and deviation = new.deviation);
end;
--> statement-breakpoint
create trigger partner_assignment_no_update before update on partner_assignment
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger partner_assignment_no_delete before delete on partner_assignment
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger partner_assignment_no_replace before insert on partner_assignment
begin
  select raise(abort, 'UNIQUE constraint failed: partner_assignment.id')
  where exists (select 1 from partner_assignment where id = new.id);
end;
--> statement-breakpoint
create trigger partner_assignment_end_no_update before update on partner_assignment_end
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger partner_assignment_end_no_delete before delete on partner_assignment_end
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger partner_assignment_end_no_replace before insert on partner_assignment_end
begin
  select raise(abort, 'UNIQUE constraint failed: partner_assignment_end.assignment')
  where exists (select 1 from partner_assignment_end where assignment = new.assignment);
end;
--> statement-breakpoint
-- A log is of a ceremony that has been held, by a day that has come in London, and of which somebody may know what should have been delivered.
create trigger delivery_log_guard before insert on delivery_log
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from ceremony where id = new.ceremony);
  select raise(abort, 'wrong-status')
  where coalesce((select status from trial_status where trial = new.trial order by seq desc limit 1), 'none')
    not in ('baseline', 'open', 'paused');
  select raise(abort, 'ceremony-cancelled')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act in ('cancelled', 'merged'));
  select raise(abort, 'list-open')
  where not exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'list-closed');
  select raise(abort, 'still-sealed')
  where (select phase from ceremony where id = new.ceremony) = 'trial'
    and not exists (select 1 from ceremony_event where ceremony = new.ceremony and act = 'unsealed');
  select raise(abort, 'too-early')
  where date(new.at, '+1 hour') < (
    select held_on from ceremony_slot where ceremony = new.ceremony order by seq desc limit 1
  );
  select raise(abort, 'seq-gap')
  where new.seq > (select coalesce(max(seq), -1) + 1 from delivery_log where ceremony = new.ceremony);
end;
--> statement-breakpoint
-- Who delivered is one of the trial's organisations that works for the ceremony's borough.
create trigger delivery_by_guard before insert on delivery_by
begin
  select raise(abort, 'trial-mismatch')
  where new.trial is not (select trial from ceremony where id = new.ceremony);
  select raise(abort, 'borough-mismatch')
  where exists (
    select 1 from organisation
    where trial = new.trial and code = new.organisation and borough is not null
      and borough <> (select borough from ceremony where id = new.ceremony)
  );
end;
--> statement-breakpoint
-- Baseline ceremonies have no arm to differ from but the usual ceremony; the volunteering service cannot be there and be missing.
create trigger delivery_deviation_guard before insert on delivery_deviation
begin
  select raise(abort, 'deviation-contradicts')
  where (
    new.deviation = 'service-absent'
    and (select service_present from delivery_log where ceremony = new.ceremony and seq = new.seq) = 1
  ) or (
    new.deviation = 'service-unplanned'
    and (select service_present from delivery_log where ceremony = new.ceremony and seq = new.seq) = 0
  ) or (
    new.deviation = 'other-arm-delivered' and (select phase from ceremony where id = new.ceremony) = 'baseline'
  );
end;
--> statement-breakpoint
create trigger partner_assignment_guard before insert on partner_assignment
begin
  select raise(abort, 'trial-mismatch')
  where new.ceremony is not null and new.trial is not (select trial from ceremony where id = new.ceremony);
  select raise(abort, 'borough-mismatch')
  where new.ceremony is not null and new.borough is not (select borough from ceremony where id = new.ceremony);
  select raise(abort, 'borough-mismatch')
  where exists (
    select 1 from organisation
    where trial = new.trial and code = new.organisation and borough is not null and borough <> new.borough
  );
end;
