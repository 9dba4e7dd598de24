/** Signing in, setting up the second factor, signing out. Whoever is signed in already is sent on. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { endSession, sessionToken, startSession } from '../../access/session-cookie.ts';
import type { CodeAnswer, Visit } from '../../access/sign-in-steps.ts';
import type { Door, WebEnv } from '../door.ts';
import { nextPage } from '../next-page.ts';
import { messagePage } from '../pages/message.ts';
import { refusalOfProvider } from '../pages/provider-refusals.ts';
import * as pages from '../pages/sign-in.ts';
import { qrPicture } from '../qr-picture.ts';

const codeProblems: Readonly<Record<Exclude<CodeAnswer['kind'], 'in' | 'expired'>, string>> = {
  wrong: 'Enter a code that is right at this moment',
  used: 'This code was used before. Wait for the next one',
  locked: 'There were too many wrong codes. Wait 15 minutes, then try again',
};

export function signInRoutes({ web, reads, signIn, originOf, addressOf, show }: Door): void {
  const nextOf = (context: Context<WebEnv>) => nextPage(context.req.query('next'));
  const visitOf = (context: Context<WebEnv>): Visit => ({
    origin: originOf(context),
    cookies: context.req.header('cookie') ?? '',
    address: addressOf(context),
  });
  const go = (context: Context<WebEnv>, path: string, cookies: readonly string[] = []) => {
    for (const cookie of cookies) context.header('Set-Cookie', cookie, { append: true });
    return context.redirect(path, 303);
  };

  web.use('/sign-in/*', bodyLimit({ maxSize: 16_384, onError: (context) => context.redirect('/sign-in', 303) }));
  web.use('/sign-in/*', async function sendOn(context, next) {
    if (context.get('viewer') !== null) return context.redirect(nextOf(context), 303);
    if (signIn === null && context.req.path !== '/sign-in')
      return show(context, messagePage(503, 'This installation has no key, so nobody can sign in.', null), 503);
    await next();
  });
  if (signIn === null) {
    web.get('/sign-in', (context) =>
      show(context, messagePage(503, 'This installation has no key, so nobody can sign in.', null), 503),
    );
    return;
  }
  const { steps } = signIn;

  const { boroughs } = signIn.providers;
  web.get('/sign-in', async (context) => {
    const code = context.req.query('error');
    const problem = code === undefined ? null : { field: 'email', text: refusalOfProvider(code) };
    const isTraining = await reads.isTrainingDatabase();
    return show(context, pages.passwordPage(nextOf(context), isTraining, boroughs, '', problem));
  });
  web.post('/sign-in', async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const [email, password] = [form.get('email')?.trim() ?? '', form.get('password') ?? ''];
    const next = nextOf(context);
    const again = async (field: string, text: string) =>
      show(context, pages.passwordPage(next, await reads.isTrainingDatabase(), boroughs, email, { field, text }), 422);
    if (email === '') return again('email', 'Enter your email address');
    if (password === '') return again('password', 'Enter your password');
    const answer = await steps.password(visitOf(context), email, password);
    switch (answer.kind) {
      case 'wrong':
        return again('email', 'Enter an email address and password that belong together');
      case 'too-many':
        return again('email', 'There were too many tries. Wait 15 minutes, then try again');
      case 'code':
        return go(context, pages.withNext('/sign-in/code', next), answer.cookies);
      case 'set-up':
        return go(context, pages.withNext('/sign-in/set-up', next), answer.cookies);
    }
  });

  type Shown = typeof pages.codePage;
  const take =
    (shown: Shown, ask: (visit: Visit, code: string) => Promise<CodeAnswer>) => async (context: Context<WebEnv>) => {
      const next = nextOf(context);
      const code = new URLSearchParams(await context.req.text()).get('code') ?? '';
      const answer = await ask(visitOf(context), code);
      if (answer.kind === 'in') return go(context, next, answer.cookies);
      if (answer.kind === 'expired') return go(context, pages.withNext('/sign-in', next));
      return show(context, shown(next, { field: 'code', text: codeProblems[answer.kind] }), 422);
    };
  web.get('/sign-in/code', (context) => show(context, pages.codePage(nextOf(context))));
  web.post('/sign-in/code', take(pages.codePage, steps.code));
  web.get('/sign-in/recovery', (context) => show(context, pages.recoveryPage(nextOf(context))));
  web.post('/sign-in/recovery', take(pages.recoveryPage, steps.recoveryCode));

  const setUpOf = async (context: Context<WebEnv>) => {
    const token = sessionToken(context);
    return token === null ? null : steps.setUp(originOf(context), token);
  };
  web.get('/sign-in/set-up', async (context) => {
    const setUp = await setUpOf(context);
    if (setUp === null) return go(context, pages.withNext('/sign-in', nextOf(context)));
    const secret = new URL(setUp.uri).searchParams.get('secret') ?? '';
    return keep(context, pages.setUpPage({ ...qrPicture(setUp.uri), secret }, nextOf(context)));
  });
  web.get('/sign-in/set-up/recovery-codes', async (context) => {
    const setUp = await setUpOf(context);
    if (setUp === null) return go(context, pages.withNext('/sign-in', nextOf(context)));
    return keep(context, pages.firstCodesPage(setUp.recoveryCodes, nextOf(context)));
  });
  web.get('/sign-in/set-up/code', (context) => show(context, pages.setUpCodePage(nextOf(context))));
  web.post('/sign-in/set-up/code', async (context) => {
    if ((await setUpOf(context)) === null) return go(context, pages.withNext('/sign-in', nextOf(context)));
    return take(pages.setUpCodePage, steps.code)(context);
  });
  /** A secret is on the page: no browser keeps it. */
  const keep = async (context: Context<WebEnv>, page: ReturnType<typeof pages.setUpPage>) => {
    const response = await show(context, page);
    response.headers.set('Cache-Control', 'no-store');
    return response;
  };

  web.get('/sign-in/training', (context) => show(context, pages.trainingPage(nextOf(context))));
  web.post('/sign-in/training', async (context) => {
    const token = new URLSearchParams(await context.req.text()).get('token')?.trim() ?? '';
    const again = (text: string) => show(context, pages.trainingPage(nextOf(context), { field: 'token', text }), 422);
    if (token === '') return again('Enter your access token');
    const session = await signIn.openTraining(token);
    if (session === null) return again('Enter an access token of this training database that is valid today');
    startSession(context, session, originOf(context));
    return go(context, nextOf(context));
  });

  web.post('/sign-out', async (context) => {
    const token = sessionToken(context);
    if (token !== null) await signIn.endToken(token);
    endSession(context, originOf(context));
    return context.redirect('/', 303);
  });
}
