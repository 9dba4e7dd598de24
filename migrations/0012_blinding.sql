-- Never blind again: who has read figures by arm, or the arms of a whole trial, and which accounts are one person. Nothing here is
-- changed or deleted, so that a new account for the same person is as little blind as the old one.

-- The first time an account did a reading that ends blindness, one row for each kind of reading.
create table unblinding (
  trial text not null references trial (slug),
  account text not null references account (id),
  reading text not null,
  at text not null,
  constraint unblinding_reading_is_a_code check (length(reading) = octet_length(reading) and length(reading) between 1 and 60 and reading not glob '*[^a-z0-9-]*'),
  constraint unblinding_at_is_utc check (octet_length(at) between 20 and 24 and at glob '????-??-??T??:??:??*Z' and datetime(at) is not null),
  primary key (trial, account, reading)
) strict;
--> statement-breakpoint
-- By what an account's person is known: the sign-in, its e-mail addresses, the subject at a borough's own provider. Accounts that
-- share one are one person. Kept when the sign-in is taken away.
create table account_identity (
  account text not null references account (id),
  identity text not null,
  constraint account_identity_identity_has_length check (length(identity) between 3 and 1000),
  primary key (account, identity)
) strict;
--> statement-breakpoint
create index account_identity_by_identity on account_identity (identity);
--> statement-breakpoint
create trigger unblinding_no_update before update on unblinding
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger unblinding_no_delete before delete on unblinding
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger unblinding_no_replace before insert on unblinding
begin
  select raise(abort, 'UNIQUE constraint failed: unblinding.trial, unblinding.account, unblinding.reading')
  where exists (
    select 1 from unblinding where trial = new.trial and account = new.account and reading = new.reading
  );
end;
--> statement-breakpoint
create trigger account_identity_no_update before update on account_identity
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger account_identity_no_delete before delete on account_identity
begin
  select raise(abort, 'append-only');
end;
--> statement-breakpoint
create trigger account_identity_no_replace before insert on account_identity
begin
  select raise(abort, 'UNIQUE constraint failed: account_identity.account, account_identity.identity')
  where exists (select 1 from account_identity where account = new.account and identity = new.identity);
end;
--> statement-breakpoint
create trigger sign_in_user_known after insert on sign_in_user
begin
  insert into account_identity (account, identity)
  select new.account, value from json_each(json_array('sign-in ' || new.id, 'e-mail ' || new.email)) as named
  where not exists (select 1 from account_identity where account = new.account and identity = named.value);
end;
--> statement-breakpoint
create trigger sign_in_user_known_still after update of account, email on sign_in_user
begin
  insert into account_identity (account, identity)
  select new.account, value from json_each(json_array('sign-in ' || new.id, 'e-mail ' || new.email)) as named
  where not exists (select 1 from account_identity where account = new.account and identity = named.value);
end;
--> statement-breakpoint
-- A password's row names the sign-in itself, which is known already.
create trigger sign_in_credential_known after insert on sign_in_credential
when new.provider <> 'credential'
begin
  insert into account_identity (account, identity)
  select sign_in_user.account, 'subject ' || new.provider || ' ' || new.subject
  from sign_in_user
  where id = new.user and not exists (
    select 1 from account_identity
    where account = sign_in_user.account and identity = 'subject ' || new.provider || ' ' || new.subject
  );
end;
--> statement-breakpoint
insert into account_identity (account, identity)
select account, 'sign-in ' || id from sign_in_user
union all
select account, 'e-mail ' || email from sign_in_user
union all
select sign_in_user.account, 'subject ' || provider || ' ' || subject
from sign_in_credential join sign_in_user on sign_in_user.id = sign_in_credential.user
where provider <> 'credential';
--> statement-breakpoint
-- Until the locked analysis has run nobody who was unblinded acts as a blinded researcher: every act has its entry in the ledger.
create trigger ledger_entry_blind before insert on ledger_entry
when (select role from account where id = new.actor) = 'researcher'
begin
  select raise(abort, 'never-blind-again')
  where (select status from trial_status where trial = new.trial order by seq desc limit 1)
    in ('draft', 'locked', 'baseline', 'open', 'paused', 'closed')
  and exists (
    select 1 from unblinding
    where trial = new.trial and account in (
      with recursive same_person (account) as (
        select new.actor
        union
        select other.account
        from same_person
        join account_identity as mine on mine.account = same_person.account
        join account_identity as other on other.identity = mine.identity
      )
      select account from same_person
    )
  );
end;
--> statement-breakpoint
-- Whoever says what became of people does not know what became of the arms.
create trigger follow_up_blind before insert on follow_up
begin
  select raise(abort, 'never-blind-again')
  where exists (
    select 1 from unblinding
    where trial = new.trial and account in (
      with recursive same_person (account) as (
        select new.actor
        union
        select other.account
        from same_person
        join account_identity as mine on mine.account = same_person.account
        join account_identity as other on other.identity = mine.identity
      )
      select account from same_person
    )
  );
end;
