-- How people sign in: better-auth's tables under names of our own, since "account" is somebody who works with Pledge here.
-- These rows are changed and deleted, unlike those of a trial. Times are milliseconds since 1970.
create table sign_in_user (
  id text not null primary key,
  account text not null references account (id),
  name text not null,
  email text not null,
  email_verified integer not null,
  image text,
  two_factor_enabled integer not null,
  created_at integer not null,
  updated_at integer not null,
  constraint sign_in_user_email_is_lower_case check (email = lower(email) and length(email) between 3 and 254),
  constraint sign_in_user_name_has_length check (length(name) between 1 and 200),
  constraint sign_in_user_email_verified_is_boolean check (email_verified in (0, 1)),
  constraint sign_in_user_two_factor_enabled_is_boolean check (two_factor_enabled in (0, 1)),
  constraint sign_in_user_image_is_not_kept check (image is null)
) strict;
--> statement-breakpoint
create unique index sign_in_user_once on sign_in_user (account);
--> statement-breakpoint
create unique index sign_in_user_by_email on sign_in_user (email);
--> statement-breakpoint
-- Only the SHA-256 of a session's token is kept.
create table sign_in_session (
  id text not null primary key,
  user text not null references sign_in_user (id),
  token_hash text not null,
  expires_at integer not null,
  ip_address text,
  user_agent text,
  created_at integer not null,
  updated_at integer not null,
  constraint sign_in_session_token_hash_is_a_hash check (length(token_hash) = 64 and octet_length(token_hash) = 64 and token_hash not glob '*[^0-9a-f]*')
) strict;
--> statement-breakpoint
create unique index sign_in_session_once on sign_in_session (token_hash);
--> statement-breakpoint
create index sign_in_session_by_user on sign_in_session (user);
--> statement-breakpoint
-- A password as its scrypt hash, or an identity at a borough's own provider.
create table sign_in_credential (
  id text not null primary key,
  user text not null references sign_in_user (id),
  provider text not null,
  subject text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at integer,
  refresh_token_expires_at integer,
  scope text,
  created_at integer not null,
  updated_at integer not null
) strict;
--> statement-breakpoint
create unique index sign_in_credential_once on sign_in_credential (provider, subject);
--> statement-breakpoint
create index sign_in_credential_by_user on sign_in_credential (user);
--> statement-breakpoint
-- What waits to be confirmed: the step between password and code.
create table sign_in_verification (
  id text not null primary key,
  identifier text not null,
  value text not null,
  expires_at integer not null,
  created_at integer not null,
  updated_at integer not null
) strict;
--> statement-breakpoint
create index sign_in_verification_by_identifier on sign_in_verification (identifier);
--> statement-breakpoint
-- The second factor: its secret and the recovery codes, both encrypted under the operator's secret.
create table sign_in_two_factor (
  id text not null primary key,
  user text not null references sign_in_user (id),
  secret text not null,
  backup_codes text not null,
  verified integer not null,
  failed_verification_count integer not null,
  locked_until integer,
  constraint sign_in_two_factor_verified_is_boolean check (verified in (0, 1)),
  constraint sign_in_two_factor_failures_count check (failed_verification_count >= 0)
) strict;
--> statement-breakpoint
create unique index sign_in_two_factor_once on sign_in_two_factor (user);
--> statement-breakpoint
-- A code that has opened the door and opens it no more (RFC 6238, section 5.2).
create table sign_in_spent_code (
  user text not null references sign_in_user (id),
  code text not null,
  spent_at integer not null,
  constraint sign_in_spent_code_code_has_six_digits check (octet_length(code) = 6 and code glob '[0-9][0-9][0-9][0-9][0-9][0-9]'),
  primary key (user, code)
) strict;
