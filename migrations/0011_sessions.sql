-- What a session of the sign-in is worth, and how often somebody may try. In the words of 0010: times are milliseconds since 1970.
-- Without a second factor a session opens the set-up of one and nothing else.
alter table sign_in_session add column second_factor text
  constraint sign_in_session_second_factor_is_known check (second_factor in ('totp', 'recovery-code', 'provider', 'training'));
--> statement-breakpoint
-- Tries at a password, by a keyed hash of the e-mail address tried or of where the try came from.
create table sign_in_try (
  subject_hash text not null primary key,
  tries integer not null,
  since integer not null,
  constraint sign_in_try_subject_hash_is_a_hash check (length(subject_hash) = 64 and octet_length(subject_hash) = 64 and subject_hash not glob '*[^0-9a-f]*'),
  constraint sign_in_try_tries_count check (tries >= 1)
) strict;
--> statement-breakpoint
create index sign_in_try_by_time on sign_in_try (since);
--> statement-breakpoint
create trigger sign_in_session_guard before insert on sign_in_session
begin
  select raise(abort, 'session-keeps-no-address') where new.ip_address is not null or new.user_agent is not null;
  select raise(abort, 'session-too-long') where new.expires_at > new.created_at + 28800000;
  select raise(abort, 'session-without-second-factor')
    where new.second_factor in ('totp', 'recovery-code')
    and not exists (select 1 from sign_in_user where id = new.user and two_factor_enabled = 1);
  select raise(abort, 'session-of-training')
    where new.second_factor = 'training'
    and not exists (
      select 1 from sign_in_user join account on account.id = sign_in_user.account
      where sign_in_user.id = new.user and account.is_training = 1
    );
end;
--> statement-breakpoint
-- A session is used and ends; it never becomes somebody else's, worth more, or longer.
create trigger sign_in_session_stays before update on sign_in_session
when new.user is not old.user or new.token_hash is not old.token_hash or new.second_factor is not old.second_factor
  or new.created_at is not old.created_at or new.expires_at > old.expires_at
  or new.ip_address is not null or new.user_agent is not null
begin
  select raise(abort, 'session-stays');
end;
--> statement-breakpoint
-- What was opened before a second factor was set up, or taken away, is worth nothing afterwards.
create trigger sign_in_user_second_factor_changed after update of two_factor_enabled on sign_in_user
when new.two_factor_enabled is not old.two_factor_enabled
begin
  delete from sign_in_session where user = new.id;
end;
