/** One's own account: password, recovery codes, and where one is signed in. */
import type { Context } from 'hono';
import { endSession, sessionToken } from '../../access/session-cookie.ts';
import type { SignedIn } from '../../access/sign-in-desk.ts';
import { passwordProblem } from '../../access/sign-in-steps.ts';
import type { Door, WebEnv } from '../door.ts';
import { nextPage } from '../next-page.ts';
import { accountPage } from '../pages/account.ts';
import { codesPage, confirmPage, newCodesPage, newPasswordPage } from '../pages/sign-in.ts';

const wrong = {
  wrong: 'Enter your current password as it is now',
  'too-many': 'There were too many tries. Wait 15 minutes, then try again',
} as const;

export function accountRoutes({ web, signIn, originOf, addressOf, show }: Door): void {
  if (signIn === null) return;
  const { steps } = signIn;
  const who = async (context: Context<WebEnv>) => {
    const token = sessionToken(context);
    return token === null ? null : signIn.whoIs(token);
  };
  const visitOf = (context: Context<WebEnv>) => ({
    origin: originOf(context),
    cookies: context.req.header('cookie') ?? '',
    address: addressOf(context),
  });
  const nextOf = (context: Context<WebEnv>) => nextPage(context.req.query('next'));
  const signInFirst = (context: Context<WebEnv>) => context.redirect('/sign-in', 303);

  web.get('/account', async (context) => {
    const person = await who(context);
    if (person === null) return signInFirst(context);
    return show(context, accountPage(person, await signIn.sessionsOf(person.session.user)));
  });
  web.post('/account/sessions', async (context) => {
    const person = await who(context);
    if (person === null) return signInFirst(context);
    await signIn.endSession(person.session.user, new URLSearchParams(await context.req.text()).get('id') ?? '');
    return context.redirect('/account', 303);
  });
  web.post('/account/sign-out-everywhere', async (context) => {
    const person = await who(context);
    if (person !== null) await signIn.endSessions(person.session.user);
    endSession(context, originOf(context));
    return context.redirect('/', 303);
  });

  web.get('/account/password', async (context) =>
    (await who(context)) === null ? signInFirst(context) : show(context, newPasswordPage()),
  );
  web.post('/account/password', async (context) => {
    const person = await who(context);
    if (person === null) return signInFirst(context);
    const form = new URLSearchParams(await context.req.text());
    const next = form.get('password') ?? '';
    const problem = passwordProblem(next);
    if (problem !== null) return show(context, newPasswordPage({ field: 'password', text: problem }), 422);
    const answer = await steps.isPassword(person, visitOf(context), form.get('current') ?? '');
    if (answer !== 'right') return show(context, newPasswordPage({ field: 'current', text: wrong[answer] }), 422);
    await steps.setPassword(person, originOf(context), next);
    return context.redirect('/account', 303);
  });

  const hasPassword = ({ session }: SignedIn) => session.secondFactor !== 'provider';
  web.get('/account/confirm', async (context) => {
    const person = await who(context);
    return person === null ? signInFirst(context) : show(context, confirmPage(hasPassword(person), nextOf(context)));
  });
  web.post('/account/confirm', async (context) => {
    const person = await who(context);
    if (person === null) return signInFirst(context);
    const next = nextOf(context);
    if (!hasPassword(person)) return show(context, confirmPage(false, next));
    const password = new URLSearchParams(await context.req.text()).get('current') ?? '';
    const answer = await steps.isPassword(person, visitOf(context), password);
    const problem = {
      field: 'current',
      text: answer === 'too-many' ? wrong[answer] : 'Enter your password as it is now',
    };
    if (answer !== 'right') return show(context, confirmPage(true, next, problem), 422);
    await signIn.confirm(person.session.id);
    return context.redirect(next, 303);
  });

  web.get('/account/recovery-codes', async (context) =>
    (await who(context)) === null ? signInFirst(context) : show(context, newCodesPage()),
  );
  web.post('/account/recovery-codes', async (context) => {
    const person = await who(context);
    if (person === null) return signInFirst(context);
    const password = new URLSearchParams(await context.req.text()).get('current') ?? '';
    const answer = await steps.isPassword(person, visitOf(context), password);
    if (answer !== 'right') return show(context, newCodesPage({ field: 'current', text: wrong[answer] }), 422);
    const codes = await steps.newRecoveryCodes(visitOf(context), password);
    const none = { field: 'current', text: 'Set up an authenticator app first: sign out, then in with your password' };
    return codes === null ? show(context, newCodesPage(none), 422) : show(context, codesPage(codes));
  });
}
