-- When whoever is signed in gave their password again: an act that draws, unseals, locks or unblinds asks for it. In the words of
-- 0010: times are milliseconds since 1970. It goes forward only, and a session without a password has none to give.
alter table sign_in_session add column confirmed_at integer;
--> statement-breakpoint
create trigger sign_in_session_confirmed before update of confirmed_at on sign_in_session
begin
  select raise(abort, 'session-confirmed')
    where new.confirmed_at is not old.confirmed_at and (
      new.confirmed_at is null or new.confirmed_at < coalesce(old.confirmed_at, old.created_at) or new.confirmed_at >= new.expires_at
      or old.second_factor is null or old.second_factor not in ('totp', 'recovery-code')
    );
end;
--> statement-breakpoint
create trigger sign_in_session_begins_unconfirmed before insert on sign_in_session
when new.confirmed_at is not null
begin
  select raise(abort, 'session-confirmed');
end;
