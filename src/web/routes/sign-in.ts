/** Signing in and out. */
import { bodyLimit } from 'hono/body-limit';
import { endSession, sessionToken, startSession } from '../../access/session-cookie.ts';
import type { Door } from '../door.ts';
import { signInPage } from '../pages/sign-in.ts';

export function signInRoutes({ web, signIn, originOf, show }: Door): void {
  web.get('/sign-in', (context) => show(context, signInPage(null)));

  const onlySmall = bodyLimit({ maxSize: 16_384, onError: (context) => show(context, signInPage('unknown'), 422) });

  web.post('/sign-in', onlySmall, async (context) => {
    const token = new URLSearchParams(await context.req.text()).get('token')?.trim() ?? '';
    if (token === '') return show(context, signInPage('empty'), 422);
    const session = (await signIn?.openTraining(token)) ?? null;
    if (session === null) return show(context, signInPage('unknown'), 422);
    startSession(context, session, originOf(context));
    return context.redirect('/today', 303);
  });

  web.post('/sign-out', async (context) => {
    const token = sessionToken(context);
    if (token !== null) await signIn?.endToken(token);
    endSession(context, originOf(context));
    return context.redirect('/', 303);
  });
}
