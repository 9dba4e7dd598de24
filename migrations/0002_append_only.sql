-- Rows are appended, not edited: every table refuses UPDATE, and DELETE unless deleting is what the table is for (answers
-- kept for a retry, salts whose deletion makes a ledger hash mean nothing, and accounts with their tokens. A revocation stays,
-- or a deleted one would bring its token back to life). INSERT OR REPLACE deletes without firing a DELETE trigger, so a row
-- that is already there is refused before the insert, in the words SQLite uses for it.

create trigger trial_no_update before update on trial
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger trial_no_delete before delete on trial
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger trial_no_replace before insert on trial
begin
  select raise(abort, 'UNIQUE constraint failed: trial.slug')
  where exists (select 1 from trial where slug = new.slug);
end;
--> statement-breakpoint
create trigger protocol_version_no_update before update on protocol_version
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger protocol_version_no_delete before delete on protocol_version
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger protocol_version_no_replace before insert on protocol_version
begin
  select raise(abort, 'UNIQUE constraint failed: protocol_version.trial, protocol_version.version')
  where exists (select 1 from protocol_version where trial = new.trial and version = new.version);
end;
--> statement-breakpoint
create trigger trial_status_no_update before update on trial_status
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger trial_status_no_delete before delete on trial_status
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger trial_status_no_replace before insert on trial_status
begin
  select raise(abort, 'UNIQUE constraint failed: trial_status.trial, trial_status.seq')
  where exists (select 1 from trial_status where trial = new.trial and seq = new.seq);
end;
--> statement-breakpoint
create trigger sign_off_no_update before update on sign_off
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger sign_off_no_delete before delete on sign_off
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger sign_off_no_replace before insert on sign_off
begin
  select raise(abort, 'UNIQUE constraint failed: sign_off.trial, sign_off.act, sign_off.document_hash, sign_off.role')
  where exists (select 1 from sign_off where trial = new.trial and act = new.act and document_hash = new.document_hash and role = new.role);
  select raise(abort, 'UNIQUE constraint failed: sign_off.trial, sign_off.act, sign_off.document_hash, sign_off.actor')
  where exists (select 1 from sign_off where trial = new.trial and act = new.act and document_hash = new.document_hash and actor = new.actor);
end;
--> statement-breakpoint
create trigger trial_seed_no_update before update on trial_seed
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger trial_seed_no_delete before delete on trial_seed
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger trial_seed_no_replace before insert on trial_seed
begin
  select raise(abort, 'UNIQUE constraint failed: trial_seed.trial')
  where exists (select 1 from trial_seed where trial = new.trial);
end;
--> statement-breakpoint
create trigger seed_publication_no_update before update on seed_publication
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger seed_publication_no_delete before delete on seed_publication
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger seed_publication_no_replace before insert on seed_publication
begin
  select raise(abort, 'UNIQUE constraint failed: seed_publication.trial')
  where exists (select 1 from seed_publication where trial = new.trial);
end;
--> statement-breakpoint
create trigger account_no_update before update on account
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger account_no_replace before insert on account
begin
  select raise(abort, 'UNIQUE constraint failed: account.id')
  where exists (select 1 from account where id = new.id);
end;
--> statement-breakpoint
create trigger access_token_no_update before update on access_token
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger access_token_no_replace before insert on access_token
begin
  select raise(abort, 'UNIQUE constraint failed: access_token.token_hash')
  where exists (select 1 from access_token where token_hash = new.token_hash);
end;
--> statement-breakpoint
create trigger access_token_revocation_no_update before update on access_token_revocation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger access_token_revocation_no_delete before delete on access_token_revocation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger access_token_revocation_no_replace before insert on access_token_revocation
begin
  select raise(abort, 'UNIQUE constraint failed: access_token_revocation.token_hash')
  where exists (select 1 from access_token_revocation where token_hash = new.token_hash);
end;
--> statement-breakpoint
create trigger ceremony_no_update before update on ceremony
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ceremony_no_delete before delete on ceremony
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ceremony_no_replace before insert on ceremony
begin
  select raise(abort, 'UNIQUE constraint failed: ceremony.id')
  where exists (select 1 from ceremony where id = new.id);
end;
--> statement-breakpoint
create trigger ceremony_slot_no_update before update on ceremony_slot
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ceremony_slot_no_delete before delete on ceremony_slot
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ceremony_slot_no_replace before insert on ceremony_slot
begin
  select raise(abort, 'UNIQUE constraint failed: ceremony_slot.ceremony, ceremony_slot.seq')
  where exists (select 1 from ceremony_slot where ceremony = new.ceremony and seq = new.seq);
end;
--> statement-breakpoint
create trigger ceremony_event_no_update before update on ceremony_event
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ceremony_event_no_delete before delete on ceremony_event
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ceremony_event_no_replace before insert on ceremony_event
begin
  select raise(abort, 'UNIQUE constraint failed: ceremony_event.ceremony, ceremony_event.act')
  where exists (select 1 from ceremony_event where ceremony = new.ceremony and act = new.act);
end;
--> statement-breakpoint
create trigger household_no_update before update on household
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger household_no_delete before delete on household
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger household_no_replace before insert on household
begin
  select raise(abort, 'UNIQUE constraint failed: household.id')
  where exists (select 1 from household where id = new.id);
  select raise(abort, 'UNIQUE constraint failed: household.trial, household.household_hash')
  where exists (select 1 from household where trial = new.trial and household_hash = new.household_hash);
end;
--> statement-breakpoint
create trigger attendee_no_update before update on attendee
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger attendee_no_delete before delete on attendee
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger attendee_no_replace before insert on attendee
begin
  select raise(abort, 'UNIQUE constraint failed: attendee.id')
  where exists (select 1 from attendee where id = new.id);
  select raise(abort, 'UNIQUE constraint failed: attendee.trial, attendee.reference_hash')
  where exists (select 1 from attendee where trial = new.trial and reference_hash = new.reference_hash);
end;
--> statement-breakpoint
create trigger booking_no_update before update on booking
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger booking_no_delete before delete on booking
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger booking_no_replace before insert on booking
begin
  select raise(abort, 'UNIQUE constraint failed: booking.attendee, booking.seq')
  where exists (select 1 from booking where attendee = new.attendee and seq = new.seq);
end;
--> statement-breakpoint
create trigger list_member_no_update before update on list_member
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger list_member_no_delete before delete on list_member
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger list_member_no_replace before insert on list_member
begin
  select raise(abort, 'UNIQUE constraint failed: list_member.attendee')
  where exists (select 1 from list_member where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger allocation_no_update before update on allocation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger allocation_no_delete before delete on allocation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger allocation_no_replace before insert on allocation
begin
  select raise(abort, 'UNIQUE constraint failed: allocation.trial, allocation.unit')
  where exists (select 1 from allocation where trial = new.trial and unit = new.unit);
  select raise(abort, 'UNIQUE constraint failed: allocation.trial, allocation.protocol_version, allocation.stratum, allocation.position')
  where exists (select 1 from allocation where trial = new.trial and protocol_version = new.protocol_version and stratum = new.stratum and position = new.position);
  select raise(abort, 'UNIQUE constraint failed: allocation.trial, allocation.seq')
  where exists (select 1 from allocation where trial = new.trial and seq = new.seq);
end;
--> statement-breakpoint
create trigger arm_view_no_update before update on arm_view
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger arm_view_no_delete before delete on arm_view
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger arm_view_no_replace before insert on arm_view
begin
  select raise(abort, 'UNIQUE constraint failed: arm_view.ceremony, arm_view.actor, arm_view.at')
  where exists (select 1 from arm_view where ceremony = new.ceremony and actor = new.actor and at = new.at);
end;
--> statement-breakpoint
create trigger attendance_no_update before update on attendance
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger attendance_no_delete before delete on attendance
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger attendance_no_replace before insert on attendance
begin
  select raise(abort, 'UNIQUE constraint failed: attendance.attendee, attendance.seq')
  where exists (select 1 from attendance where attendee = new.attendee and seq = new.seq);
end;
--> statement-breakpoint
create trigger follow_up_no_update before update on follow_up
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger follow_up_no_delete before delete on follow_up
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger follow_up_no_replace before insert on follow_up
begin
  select raise(abort, 'UNIQUE constraint failed: follow_up.id')
  where exists (select 1 from follow_up where id = new.id);
end;
--> statement-breakpoint
create trigger withdrawal_no_update before update on withdrawal
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger withdrawal_no_delete before delete on withdrawal
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger withdrawal_no_replace before insert on withdrawal
begin
  select raise(abort, 'UNIQUE constraint failed: withdrawal.attendee')
  where exists (select 1 from withdrawal where attendee = new.attendee);
end;
--> statement-breakpoint
create trigger artefact_no_update before update on artefact
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger artefact_no_delete before delete on artefact
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger artefact_no_replace before insert on artefact
begin
  select raise(abort, 'UNIQUE constraint failed: artefact.trial, artefact.collection, artefact.name, artefact.part')
  where exists (select 1 from artefact where trial = new.trial and collection = new.collection and name = new.name and part = new.part);
end;
--> statement-breakpoint
create trigger analysis_run_no_update before update on analysis_run
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger analysis_run_no_delete before delete on analysis_run
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger analysis_run_no_replace before insert on analysis_run
begin
  select raise(abort, 'UNIQUE constraint failed: analysis_run.id')
  where exists (select 1 from analysis_run where id = new.id);
  select raise(abort, 'UNIQUE constraint failed: analysis_run.trial')
  where exists (select 1 from analysis_run where trial = new.trial and kind = 'locked' and new.kind = 'locked');
end;
--> statement-breakpoint
create trigger data_export_no_update before update on data_export
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger data_export_no_delete before delete on data_export
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger data_export_no_replace before insert on data_export
begin
  select raise(abort, 'UNIQUE constraint failed: data_export.id')
  where exists (select 1 from data_export where id = new.id);
end;
--> statement-breakpoint
create trigger ledger_entry_no_update before update on ledger_entry
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ledger_entry_no_delete before delete on ledger_entry
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ledger_entry_no_replace before insert on ledger_entry
begin
  select raise(abort, 'UNIQUE constraint failed: ledger_entry.trial, ledger_entry.seq')
  where exists (select 1 from ledger_entry where trial = new.trial and seq = new.seq);
  select raise(abort, 'UNIQUE constraint failed: ledger_entry.hash')
  where exists (select 1 from ledger_entry where hash = new.hash);
end;
--> statement-breakpoint
create trigger ledger_salt_no_update before update on ledger_salt
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger ledger_salt_no_replace before insert on ledger_salt
begin
  select raise(abort, 'UNIQUE constraint failed: ledger_salt.trial, ledger_salt.seq')
  where exists (select 1 from ledger_salt where trial = new.trial and seq = new.seq);
end;
--> statement-breakpoint
create trigger idempotency_no_update before update on idempotency
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger idempotency_no_replace before insert on idempotency
begin
  select raise(abort, 'UNIQUE constraint failed: idempotency.account, idempotency.key')
  where exists (select 1 from idempotency where account = new.account and key = new.key);
end;
