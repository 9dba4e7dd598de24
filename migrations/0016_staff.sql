-- Who is asked to join, how that ended, and when somebody's access ended. Appended, never edited: who let whom in stays on record.

-- One link, by the SHA-256 of its token; it is valid for seven days at most. The inviter is an account, or "operator".
create table invitation (
  token_hash text not null primary key,
  account text not null references account (id),
  inviter text not null,
  at text not null,
  expires_at text not null,
  constraint invitation_token_hash_is_a_hash check (length(token_hash) = 64 and octet_length(token_hash) = 64 and token_hash not glob '*[^0-9a-f]*'),
  constraint invitation_inviter_is_an_id check (length(inviter) = octet_length(inviter) and length(inviter) between 1 and 64 and inviter not glob '*[^A-Za-z0-9._:-]*'),
  constraint invitation_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint invitation_expires_at_is_utc check (octet_length(expires_at) between 20 and 24 and expires_at glob '????-??-??T??:??:??*Z' and datetime(expires_at) is not null)
) strict;
--> statement-breakpoint
create index invitation_by_account on invitation (account);
--> statement-breakpoint
-- A link is used once, or taken back.
create table invitation_end (
  token_hash text not null primary key references invitation (token_hash),
  how text not null,
  at text not null,
  actor text not null,
  constraint invitation_end_how_is_known check (how in ('used', 'taken-back')),
  constraint invitation_end_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint invitation_end_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*')
) strict;
--> statement-breakpoint
create table access_end (
  account text not null references account (id),
  at text not null,
  actor text not null,
  constraint access_end_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  constraint access_end_actor_is_an_id check (length(actor) = octet_length(actor) and length(actor) between 1 and 64 and actor not glob '*[^A-Za-z0-9._:-]*'),
  primary key (account, at)
) strict;
--> statement-breakpoint
create trigger invitation_no_update before update on invitation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger invitation_no_delete before delete on invitation
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger invitation_no_replace before insert on invitation
begin
  select raise(abort, 'UNIQUE constraint failed: invitation.token_hash')
  where exists (select 1 from invitation where token_hash = new.token_hash);
end;
--> statement-breakpoint
create trigger invitation_end_no_update before update on invitation_end
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger invitation_end_no_delete before delete on invitation_end
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger invitation_end_no_replace before insert on invitation_end
begin
  select raise(abort, 'UNIQUE constraint failed: invitation_end.token_hash')
  where exists (select 1 from invitation_end where token_hash = new.token_hash);
end;
--> statement-breakpoint
create trigger access_end_no_update before update on access_end
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger access_end_no_delete before delete on access_end
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger access_end_no_replace before insert on access_end
begin
  select raise(abort, 'UNIQUE constraint failed: access_end.account, access_end.at')
  where exists (select 1 from access_end where account = new.account and at = new.at);
end;
--> statement-breakpoint
-- A borough lead lets in people of the own borough, and partners; the trial administrator those who work across boroughs; operators are made by
-- operators. A link is for somebody who can sign in once the link is used.
create trigger invitation_guard before insert on invitation
begin
  select raise(abort, 'invitation-too-long')
  where julianday(new.expires_at) <= julianday(new.at) or julianday(new.expires_at) > julianday(new.at) + 7;
  select raise(abort, 'not-found') where not exists (select 1 from sign_in_user where account = new.account);
  select raise(abort, 'not-permitted')
  where new.inviter <> 'operator' and not exists (
    select 1 from account as mine join account as theirs on theirs.id = new.account
    where mine.id = new.inviter and mine.is_training = theirs.is_training and (
      (mine.role = 'borough-lead' and (
        (theirs.role in ('registrar', 'borough-lead', 'electoral-services') and theirs.borough = mine.borough)
        or theirs.role = 'volunteer-partner'
      ))
      or (mine.role = 'trial-administrator'
        and theirs.role in ('researcher', 'trial-statistician', 'trial-administrator', 'gla', 'auditor', 'volunteer-partner'))
    )
  );
end;
--> statement-breakpoint
create trigger invitation_end_guard before insert on invitation_end
when new.how = 'used'
begin
  select raise(abort, 'invitation-over')
  where not exists (
    select 1 from invitation join sign_in_user on sign_in_user.account = invitation.account
    where invitation.token_hash = new.token_hash and julianday(new.at) < julianday(invitation.expires_at)
  );
end;
