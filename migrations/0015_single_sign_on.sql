-- An identity at a borough's own provider, "borough-" and its ONS code, opens accounts of that borough alone. The provider's tokens are not kept.
create trigger sign_in_credential_borough before insert on sign_in_credential
when new.provider <> 'credential'
begin
  select raise(abort, 'other-borough')
  where not exists (
    select 1 from sign_in_user join account on account.id = sign_in_user.account
    where sign_in_user.id = new.user and 'borough-' || account.borough = new.provider
  );
  select raise(abort, 'provider-tokens-are-not-kept')
  where new.access_token is not null or new.refresh_token is not null or new.id_token is not null or new.password is not null;
end;
--> statement-breakpoint
create trigger sign_in_credential_stays before update on sign_in_credential
when new.provider <> old.provider or new.subject <> old.subject or new.user <> old.user
begin
  select raise(abort, 'credential-stays');
end;
--> statement-breakpoint
create trigger sign_in_credential_keeps_no_tokens before update on sign_in_credential
when new.provider <> 'credential'
begin
  select raise(abort, 'provider-tokens-are-not-kept')
  where new.access_token is not null or new.refresh_token is not null or new.id_token is not null or new.password is not null;
end;
