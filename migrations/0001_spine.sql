-- Every table of Pledge, once. Rows are appended, not edited, and the current state of a thing is its newest row.
-- STRICT holds types, named CHECKs hold what a value may be (the name is what an error message shows). A code or an id is
-- ASCII and free of NUL: length() stops at a NUL and octet_length() does not. Patterns stay under 50 bytes, the limit of D1.
-- Long because the tables refer to each other, and the order is that of the references.

-- A trial. Its mode never changes: a training trial cannot become a live one.
create table trial (
  slug text not null primary key,
  mode text not null,
  at text not null,
  actor text not null,
  constraint trial_slug_is_a_code check (length(slug) = octet_length(slug) and length(slug) between 1 and 60 and slug not glob '*[^a-z0-9-]*'),
  constraint trial_mode_is_known check (mode in ('training', 'live')),
  constraint trial_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint trial_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create index trial_by_mode on trial (mode);
--> statement-breakpoint
-- The protocol as given, version by version.
create table protocol_version (
  trial text not null references trial (slug),
  version integer not null,
  document text not null,
  protocol_hash text not null,
  plan_hash text not null,
  reason text,
  at text not null,
  actor text not null,
  constraint protocol_version_version_counts check (version >= 1),
  constraint protocol_version_protocol_hash_is_a_hash check (length(protocol_hash) = 64 and octet_length(protocol_hash) = 64 and protocol_hash not glob '*[^0-9a-f]*'),
  constraint protocol_version_plan_hash_is_a_hash check (length(plan_hash) = 64 and octet_length(plan_hash) = 64 and plan_hash not glob '*[^0-9a-f]*'),
  constraint protocol_version_reason_has_length check (length(reason) between 1 and 500),
  constraint protocol_version_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint protocol_version_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, version)
) strict;
--> statement-breakpoint
-- What a trial became, when and why.
create table trial_status (
  trial text not null references trial (slug),
  seq integer not null,
  act text not null,
  status text not null,
  reason text,
  at text not null,
  actor text not null,
  constraint trial_status_seq_counts check (seq >= 0),
  constraint trial_status_act_is_a_code check (length(act) = octet_length(act) and length(act) between 1 and 60 and act not glob '*[^a-z0-9-]*'),
  constraint trial_status_status_is_known check (status in ('draft', 'locked', 'baseline', 'open', 'paused', 'closed', 'analysed', 'seed-published', 'released')),
  constraint trial_status_reason_has_length check (length(reason) between 1 and 500),
  constraint trial_status_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint trial_status_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, seq)
) strict;
--> statement-breakpoint
-- Signatures under acts that need two people.
create table sign_off (
  trial text not null references trial (slug),
  act text not null,
  document_hash text not null,
  role text not null,
  actor text not null,
  at text not null,
  constraint sign_off_act_is_a_code check (length(act) = octet_length(act) and length(act) between 1 and 60 and act not glob '*[^a-z0-9-]*'),
  constraint sign_off_document_hash_is_a_hash check (length(document_hash) = 64 and octet_length(document_hash) = 64 and document_hash not glob '*[^0-9a-f]*'),
  constraint sign_off_role_is_a_code check (length(role) = octet_length(role) and length(role) between 1 and 60 and role not glob '*[^a-z0-9-]*'),
  constraint sign_off_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  constraint sign_off_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  primary key (trial, act, document_hash, role)
) strict;
--> statement-breakpoint
create unique index sign_off_two_people on sign_off (trial, act, document_hash, actor);
--> statement-breakpoint
-- The sealed seed and its public commitment.
create table trial_seed (
  trial text not null primary key references trial (slug),
  algorithm text not null,
  commitment text not null,
  sealed_seed text not null,
  key_id text not null,
  at text not null,
  actor text not null,
  constraint trial_seed_algorithm_is_a_code check (length(algorithm) = octet_length(algorithm) and length(algorithm) between 1 and 60 and algorithm not glob '*[^a-z0-9-]*'),
  constraint trial_seed_commitment_is_a_hash check (length(commitment) = 64 and octet_length(commitment) = 64 and commitment not glob '*[^0-9a-f]*'),
  constraint trial_seed_sealed_seed_has_length check (length(sealed_seed) between 1 and 1000),
  constraint trial_seed_key_id_has_length check (length(key_id) between 1 and 100),
  constraint trial_seed_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint trial_seed_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
-- The seed in clear, once, after the locked analysis.
create table seed_publication (
  trial text not null primary key references trial (slug),
  seed text not null,
  at text not null,
  actor text not null,
  constraint seed_publication_seed_is_64_hex check (length(seed) = 64 and octet_length(seed) = 64 and seed not glob '*[^0-9a-f]*'),
  constraint seed_publication_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint seed_publication_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
-- Somebody who works with Pledge, never an attendee.
create table account (
  id text not null primary key,
  name text not null,
  role text not null,
  borough text,
  organisation text,
  is_training integer not null,
  at text not null,
  constraint account_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint account_name_has_length check (length(name) between 1 and 200),
  constraint account_role_is_a_code check (length(role) = octet_length(role) and length(role) between 1 and 60 and role not glob '*[^a-z0-9-]*'),
  constraint account_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint account_borough_fits_the_role check ((role in ('registrar', 'borough-lead', 'electoral-services')) = (borough is not null)),
  constraint account_organisation_has_length check (length(organisation) between 1 and 200),
  constraint account_is_training_is_boolean check (is_training in (0, 1)),
  constraint account_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null)
) strict;
--> statement-breakpoint
create index account_by_training on account (is_training);
--> statement-breakpoint
-- A bearer token: only its SHA-256 is kept.
create table access_token (
  token_hash text not null primary key,
  account text not null references account (id),
  at text not null,
  expires_at text not null,
  constraint access_token_token_hash_is_a_hash check (length(token_hash) = 64 and octet_length(token_hash) = 64 and token_hash not glob '*[^0-9a-f]*'),
  constraint access_token_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint access_token_expires_at_is_utc check (octet_length(expires_at) between 20 and 24 and expires_at glob '????-??-??T??:??:??*Z' and datetime(expires_at) is not null)
) strict;
--> statement-breakpoint
create index access_token_by_account on access_token (account);
--> statement-breakpoint
-- A token that no longer opens anything.
create table access_token_revocation (
  token_hash text not null primary key references access_token (token_hash),
  at text not null,
  actor text not null,
  constraint access_token_revocation_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint access_token_revocation_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
-- A ceremony session of one trial.
create table ceremony (
  id text not null primary key,
  trial text not null references trial (slug),
  borough text not null,
  phase text not null,
  at text not null,
  actor text not null,
  constraint ceremony_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint ceremony_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint ceremony_phase_is_known check (phase in ('baseline', 'trial')),
  constraint ceremony_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint ceremony_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create index ceremony_by_trial on ceremony (trial, borough);
--> statement-breakpoint
-- Date, time and venue of a ceremony, a move is a new row.
create table ceremony_slot (
  ceremony text not null references ceremony (id),
  seq integer not null,
  borough text not null,
  held_on text not null,
  starts_at text not null,
  venue text not null,
  reason text,
  at text not null,
  actor text not null,
  constraint ceremony_slot_seq_counts check (seq >= 0),
  constraint ceremony_slot_borough_is_an_ons_code check (octet_length(borough) = 9 and borough glob 'E0900[0-9][0-9][0-9][0-9]'),
  constraint ceremony_slot_held_on_is_a_date check (octet_length(held_on) = 10 and held_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(held_on) is held_on),
  constraint ceremony_slot_starts_at_is_a_time check (octet_length(starts_at) = 5 and starts_at glob '[0-2][0-9]:[0-5][0-9]' and starts_at < '24:00'),
  constraint ceremony_slot_venue_is_a_code check (length(venue) = octet_length(venue) and length(venue) between 1 and 60 and venue not glob '*[^a-z0-9-]*'),
  constraint ceremony_slot_reason_has_length check (length(reason) between 1 and 500),
  constraint ceremony_slot_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint ceremony_slot_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (ceremony, seq)
) strict;
--> statement-breakpoint
create index ceremony_slot_by_place on ceremony_slot (borough, held_on, starts_at, venue);
--> statement-breakpoint
-- What happened to a ceremony.
create table ceremony_event (
  ceremony text not null references ceremony (id),
  act text not null,
  slot_seq integer,
  "into" text references ceremony (id),
  reason text,
  at text not null,
  actor text not null,
  constraint ceremony_event_list_closed_names_the_slot check ((act = 'list-closed') = (slot_seq is not null)),
  constraint ceremony_event_act_is_known check (act in ('list-closed', 'unsealed', 'cancelled', 'merged')),
  constraint ceremony_event_reason_has_length check (length(reason) between 1 and 500),
  constraint ceremony_event_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint ceremony_event_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  constraint ceremony_event_merged_names_another check ((act = 'merged') = ("into" is not null) and "into" is not ceremony),
  primary key (ceremony, act)
) strict;
--> statement-breakpoint
create index ceremony_event_by_into on ceremony_event ("into");
--> statement-breakpoint
-- People who share a lead reference: one unit of the draw.
create table household (
  id text not null primary key,
  trial text not null references trial (slug),
  household_hash text not null,
  at text not null,
  constraint household_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint household_household_hash_is_a_hash check (length(household_hash) = 64 and octet_length(household_hash) = 64 and household_hash not glob '*[^0-9a-f]*'),
  constraint household_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null)
) strict;
--> statement-breakpoint
create unique index household_once on household (trial, household_hash);
--> statement-breakpoint
-- One person, as derived values only: no column can hold a name, an address, a telephone number or a date of birth.
create table attendee (
  id text not null primary key,
  trial text not null references trial (slug),
  household text not null references household (id),
  reference_hash text not null,
  group_size integer not null,
  age_band text not null,
  prior_franchise text not null,
  registered_at_baseline text not null,
  eligible text not null,
  reason text,
  at text not null,
  actor text not null,
  constraint attendee_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint attendee_reference_hash_is_a_hash check (length(reference_hash) = 64 and octet_length(reference_hash) = 64 and reference_hash not glob '*[^0-9a-f]*'),
  constraint attendee_group_size_is_1_to_20 check (group_size between 1 and 20),
  constraint attendee_age_band_is_known check (age_band in ('18-24', '25-34', '35-44', '45-54', '55-64', '65-plus', 'unknown')),
  constraint attendee_prior_franchise_is_known check (prior_franchise in ('parliamentary', 'local_only', 'none', 'unknown')),
  constraint attendee_registered_at_baseline_is_known check (registered_at_baseline in ('yes', 'no', 'unknown')),
  constraint attendee_eligible_is_known check (eligible in ('yes', 'no')),
  constraint attendee_reason_is_a_code check (length(reason) = octet_length(reason) and length(reason) between 1 and 40 and reason not glob '*[^a-z0-9-]*'),
  constraint attendee_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint attendee_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  constraint attendee_ineligible_has_reason check ((eligible = 'yes') = (reason is null))
) strict;
--> statement-breakpoint
create unique index attendee_once on attendee (trial, reference_hash);
--> statement-breakpoint
create index attendee_by_household on attendee (household);
--> statement-breakpoint
-- Which ceremony a person is booked into, a rebooking is a new row.
create table booking (
  attendee text not null references attendee (id),
  seq integer not null,
  ceremony text not null references ceremony (id),
  reason text,
  at text not null,
  actor text not null,
  constraint booking_seq_counts check (seq >= 0),
  constraint booking_reason_is_a_code check (length(reason) = octet_length(reason) and length(reason) between 1 and 60 and reason not glob '*[^a-z0-9-]*'),
  constraint booking_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint booking_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (attendee, seq)
) strict;
--> statement-breakpoint
create index booking_by_ceremony on booking (ceremony);
--> statement-breakpoint
-- The list as it stood when it closed.
create table list_member (
  attendee text not null primary key references attendee (id),
  trial text not null references trial (slug),
  ceremony text not null references ceremony (id),
  unit text,
  constraint list_member_unit_is_an_id check (length(unit) = octet_length(unit) and length(unit) between 1 and 64 and unit not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create index list_member_by_ceremony on list_member (ceremony);
--> statement-breakpoint
create index list_member_by_trial on list_member (trial);
--> statement-breakpoint
-- A burned slot of the draw and the arm it gave.
create table allocation (
  trial text not null references trial (slug),
  unit text not null,
  protocol_version integer not null,
  ceremony text not null references ceremony (id),
  seq integer not null,
  stratum text not null,
  position integer not null,
  block integer not null,
  block_start integer not null,
  arm text not null,
  at text not null,
  actor text not null,
  constraint allocation_unit_is_an_id check (length(unit) = octet_length(unit) and length(unit) between 1 and 64 and unit not glob '*[^A-Za-z0-9._:-]*'),
  constraint allocation_seq_counts check (seq >= 0),
  constraint allocation_stratum_is_a_key check (length(stratum) = octet_length(stratum) and length(stratum) <= 400 and stratum not glob '*[^A-Za-z0-9._%/-]*'),
  constraint allocation_position_counts check (position >= 0),
  constraint allocation_block_counts check (block >= 0),
  constraint allocation_block_start_is_before check (block_start between 0 and position),
  constraint allocation_arm_has_length check (length(arm) between 1 and 200),
  constraint allocation_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint allocation_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (trial, unit),
  foreign key (trial, protocol_version) references protocol_version (trial, version)
) strict;
--> statement-breakpoint
create unique index allocation_slot on allocation (trial, protocol_version, stratum, position);
--> statement-breakpoint
create unique index allocation_order on allocation (trial, seq);
--> statement-breakpoint
create index allocation_by_ceremony on allocation (ceremony);
--> statement-breakpoint
-- Who saw the arms of which ceremony, when.
create table arm_view (
  ceremony text not null references ceremony (id),
  actor text not null,
  at text not null,
  constraint arm_view_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  constraint arm_view_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  primary key (ceremony, actor, at)
) strict;
--> statement-breakpoint
-- Who came, and to which ceremony.
create table attendance (
  attendee text not null references attendee (id),
  seq integer not null,
  status text not null,
  ceremony text not null references ceremony (id),
  at text not null,
  actor text not null,
  constraint attendance_seq_counts check (seq >= 0),
  constraint attendance_status_is_known check (status in ('attended', 'absent', 'late', 'rebooked', 'left-list')),
  constraint attendance_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint attendance_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (attendee, seq)
) strict;
--> statement-breakpoint
create index attendance_by_ceremony on attendance (ceremony);
--> statement-breakpoint
-- What is known of an outcome, from one source, a correction names the row it corrects.
create table follow_up (
  id text not null primary key,
  trial text not null references trial (slug),
  attendee text not null references attendee (id),
  outcome text not null,
  status text not null,
  happened_on text,
  source text not null,
  corrects text,
  reason text,
  at text not null,
  actor text not null,
  constraint follow_up_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint follow_up_outcome_is_an_id check (length(outcome) = octet_length(outcome) and length(outcome) between 1 and 200 and outcome not glob '*[^A-Za-z0-9._:-]*'),
  constraint follow_up_status_is_known check (status in ('happened', 'not-happened', 'unmatchable')),
  constraint follow_up_happened_on_is_a_date check (octet_length(happened_on) = 10 and happened_on glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(happened_on) is happened_on),
  constraint follow_up_source_is_known check (source in ('administrative', 'partner-verified', 'self-reported', 'intention')),
  constraint follow_up_reason_is_a_code check (length(reason) = octet_length(reason) and length(reason) between 1 and 60 and reason not glob '*[^a-z0-9-]*'),
  constraint follow_up_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint follow_up_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  constraint follow_up_only_what_happened_has_a_date check (status = 'happened' or happened_on is null),
  foreign key (corrects) references follow_up (id)
) strict;
--> statement-breakpoint
create index follow_up_by_attendee on follow_up (attendee);
--> statement-breakpoint
create index follow_up_by_trial on follow_up (trial);
--> statement-breakpoint
create unique index follow_up_corrected_once on follow_up (corrects);
--> statement-breakpoint
-- A person leaves the trial or objects, the allocation stays.
create table withdrawal (
  attendee text not null primary key references attendee (id),
  trial text not null references trial (slug),
  reason text not null,
  decision text not null,
  at text not null,
  actor text not null,
  constraint withdrawal_reason_is_a_code check (length(reason) = octet_length(reason) and length(reason) between 1 and 60 and reason not glob '*[^a-z0-9-]*'),
  constraint withdrawal_decision_is_known check (decision in ('keep-outcomes', 'count-only')),
  constraint withdrawal_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint withdrawal_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
-- The files of a frozen data set or an analysis run, in parts.
create table artefact (
  trial text not null references trial (slug),
  collection text not null,
  name text not null,
  part integer not null,
  sha256 text not null,
  body text not null,
  at text not null,
  constraint artefact_collection_has_length check (length(collection) between 1 and 200),
  constraint artefact_name_has_length check (length(name) between 1 and 200),
  constraint artefact_part_counts check (part >= 0),
  constraint artefact_sha256_is_a_hash check (length(sha256) = 64 and octet_length(sha256) = 64 and sha256 not glob '*[^0-9a-f]*'),
  constraint artefact_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  primary key (trial, collection, name, part)
) strict;
--> statement-breakpoint
-- A run of an analysis: one locked run per trial.
create table analysis_run (
  id text not null primary key,
  trial text not null references trial (slug),
  kind text not null,
  manifest_hash text not null,
  at text not null,
  actor text not null,
  constraint analysis_run_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint analysis_run_kind_is_known check (kind in ('locked', 'exploratory')),
  constraint analysis_run_manifest_hash_is_a_hash check (length(manifest_hash) = 64 and octet_length(manifest_hash) = 64 and manifest_hash not glob '*[^0-9a-f]*'),
  constraint analysis_run_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint analysis_run_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create unique index analysis_run_locked_once on analysis_run (trial) where kind = 'locked';
--> statement-breakpoint
-- Who took row-level data out, and why.
create table data_export (
  id text not null primary key,
  trial text not null references trial (slug),
  sha256 text not null,
  reason text not null,
  at text not null,
  actor text not null,
  constraint data_export_id_is_an_id check (length(id) = octet_length(id) and length(id) between 1 and 64 and id not glob '*[^A-Za-z0-9._:-]*'),
  constraint data_export_sha256_is_a_hash check (length(sha256) = 64 and octet_length(sha256) = 64 and sha256 not glob '*[^0-9a-f]*'),
  constraint data_export_reason_has_length check (length(reason) between 10 and 500),
  constraint data_export_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint data_export_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create index data_export_by_trial on data_export (trial);
--> statement-breakpoint
-- The hash chain of a trial.
create table ledger_entry (
  trial text not null references trial (slug),
  seq integer not null,
  at text not null,
  actor text not null,
  act text not null,
  subject text not null,
  payload_hash text not null,
  previous_hash text not null,
  hash text not null,
  constraint ledger_entry_seq_counts check (seq >= 0),
  constraint ledger_entry_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint ledger_entry_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  constraint ledger_entry_act_is_a_code check (length(act) = octet_length(act) and length(act) between 1 and 60 and act not glob '*[^a-z0-9-]*'),
  constraint ledger_entry_subject_has_length check (length(subject) between 1 and 200),
  constraint ledger_entry_payload_hash_is_a_hash check (length(payload_hash) = 64 and octet_length(payload_hash) = 64 and payload_hash not glob '*[^0-9a-f]*'),
  constraint ledger_entry_previous_hash_is_a_hash check (length(previous_hash) = 64 and octet_length(previous_hash) = 64 and previous_hash not glob '*[^0-9a-f]*'),
  constraint ledger_entry_hash_is_a_hash check (length(hash) = 64 and octet_length(hash) = 64 and hash not glob '*[^0-9a-f]*'),
  primary key (trial, seq)
) strict;
--> statement-breakpoint
create unique index ledger_entry_hash on ledger_entry (hash);
--> statement-breakpoint
-- The salt under an entry, deleting it makes the payload hash mean nothing.
create table ledger_salt (
  trial text not null,
  seq integer not null,
  salt text not null,
  constraint ledger_salt_salt_has_length check (length(salt) between 1 and 128),
  primary key (trial, seq),
  foreign key (trial, seq) references ledger_entry (trial, seq)
) strict;
--> statement-breakpoint
-- The answer given to a write, for the same key again.
create table idempotency (
  account text not null,
  key text not null,
  request_hash text not null,
  status integer not null,
  body text not null,
  at text not null,
  constraint idempotency_account_is_an_id check (length(account) = octet_length(account) and length(account) between 1 and 64 and account not glob '*[^A-Za-z0-9._:-]*'),
  constraint idempotency_key_has_length check (length(key) between 1 and 255),
  constraint idempotency_request_hash_is_a_hash check (length(request_hash) = 64 and octet_length(request_hash) = 64 and request_hash not glob '*[^0-9a-f]*'),
  constraint idempotency_status_is_http check (status between 100 and 599),
  constraint idempotency_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  primary key (account, key)
) strict;
