/** Signing in at a borough's own provider: the way out, and the way back. */
import type { Context } from 'hono';
import type { Visit } from '../../access/sign-in-steps.ts';
import type { Door, WebEnv } from '../door.ts';
import { nextPage } from '../next-page.ts';
import { onwardsPage } from '../pages/sign-in.ts';

export function singleSignOnRoutes({ web, signIn, originOf, addressOf, show, notFound }: Door): void {
  if (signIn === null) return;
  const { providers } = signIn;
  const visitOf = (context: Context<WebEnv>): Visit => ({
    origin: originOf(context),
    cookies: context.req.header('cookie') ?? '',
    address: addressOf(context),
  });
  const set = (context: Context<WebEnv>, cookies: readonly string[]) => {
    for (const cookie of cookies) context.header('Set-Cookie', cookie, { append: true });
  };

  web.get('/sign-in/borough/:borough', async (context) => {
    const next = nextPage(context.req.query('next'));
    const out = await providers.out(visitOf(context), context.req.param('borough'), next);
    if (out === null) return notFound(context);
    set(context, out.cookies);
    return context.redirect(out.to, 303);
  });

  /** A cookie that other sites cannot send does not come along where one of them sent the browser here: so a page of ours leads on. */
  web.get('/api/auth/callback/:provider', async (context) => {
    const { pathname, search } = new URL(context.req.url);
    const back = await providers.back(visitOf(context), `${pathname}${search}`);
    if (back === null) return notFound(context);
    set(context, back.cookies);
    if (back.to.startsWith('/sign-in?')) return context.redirect(back.to, 303);
    const response = await show(context, onwardsPage(back.to));
    response.headers.set('Refresh', `0; url=${back.to}`);
    response.headers.set('Cache-Control', 'no-store');
    return response;
  });
}
