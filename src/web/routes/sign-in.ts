/** Signing in and out. */
import { bodyLimit } from 'hono/body-limit';
import { endSession, startSession } from '../../access/session-cookie.ts';
import type { Door } from '../door.ts';
import { signInPage } from '../pages/sign-in.ts';

export function signInRoutes({ web, reads, show }: Door): void {
  web.get('/sign-in', (context) => show(context, signInPage(null)));

  const onlySmall = bodyLimit({ maxSize: 16_384, onError: (context) => show(context, signInPage('unknown'), 422) });

  web.post('/sign-in', onlySmall, async (context) => {
    const token = new URLSearchParams(await context.req.text()).get('token')?.trim() ?? '';
    if (token === '') return show(context, signInPage('empty'), 422);
    if ((await reads.identify(token)) === null) return show(context, signInPage('unknown'), 422);
    startSession(context, token);
    return context.redirect('/today', 303);
  });

  web.post('/sign-out', (context) => {
    endSession(context);
    return context.redirect('/', 303);
  });
}
