/** Why signing in through a borough did not work, in words of our own. */

/** What a borough's provider, or the library on its behalf, said no with. */
const refusals: Readonly<Record<string, string>> = {
  second_factor_missing:
    'Your borough’s sign-in did not ask you for a second factor, and you have no authenticator app set up here. Sign in with a password once, or ask your borough lead',
  not_invited: 'Nobody at your borough has asked you to join Pledge yet. Ask your borough lead',
  signup_disabled: 'Nobody at your borough has asked you to join Pledge yet. Ask your borough lead',
  other_borough: 'You belong to another borough, or work across boroughs. Sign in there, or with a password',
  account_not_linked:
    'Your borough’s sign-in does not say that your email address is verified. Sign in with a password',
  access_denied: 'You stopped signing in at your borough',
};

/** @param code as it stands in the address, which anybody can write: it is never shown */
export function refusalOfProvider(code: string): string {
  return refusals[code] ?? 'Signing in through your borough did not work. Try again, or sign in with a password';
}
