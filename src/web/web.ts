/**
 * Door 2: pages for people. One list of paths, each with its handler. Mount it last (`app.route('/', createWeb(deps))`): it
 * answers every path that is left, except under /api, with a page.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { may, requirePermission } from '../access/permissions.ts';
import { Refusal } from '../trial/refusal.ts';
import { frameOf } from './frame.ts';
import { pageHeaders } from './headers.ts';
import { accessibilityPage } from './pages/accessibility.ts';
import { type Asked, checkPage } from './pages/check.ts';
import { conductPage } from './pages/conduct.ts';
import { drawPage } from './pages/draw.ts';
import { glossaryPage } from './pages/glossary.ts';
import { homePage } from './pages/home.ts';
import { type MessageStatus, messagePage, refusalAnswers } from './pages/message.ts';
import { protocolPage } from './pages/protocol.ts';
import { signInPage } from './pages/sign-in.ts';
import { todayPage } from './pages/today.ts';
import { trialPage } from './pages/trial.ts';
import { readHashText, readReceiptText, tooLong } from './pasted.ts';
import type { Reads, Viewer } from './reads.ts';
import { type Assets, type CompiledViews, createRender, type Page } from './render.ts';
import { endSession, sessionToken, startSession } from './session.ts';
import { londonDay } from './words.ts';

export type WebDeps = {
  readonly reads: Reads;
  /** Both from src/web/generated/site.js, which src/web/build.ts writes. */
  readonly assets: Assets;
  readonly views: CompiledViews;
  /** The present instant. */
  readonly clock: () => Date;
  /** Called once for each bug, with the id the person was shown. */
  readonly report: (error: unknown, requestId: string) => void;
  /** Address of this site as browsers see it ("https://pledge.example"), where a proxy hides it; else null. */
  readonly publicOrigin: string | null;
  /** An e-mail address for accessibility feedback, or null. */
  readonly contact: string | null;
};

type WebEnv = { Variables: { requestId: string; viewer: Viewer | null } };

export function createWeb(deps: WebDeps): Hono<WebEnv> {
  const { reads } = deps;
  const render = createRender(deps.views);
  const web = new Hono<WebEnv>();

  async function show(
    context: Context<WebEnv>,
    page: Page,
    status: 200 | 422 | MessageStatus = 200,
  ): Promise<Response> {
    const viewer = context.get('viewer') ?? null;
    const frame = frameOf(page, context.req.path, viewer, await reads.isTrainingDatabase(), deps.assets);
    context.header('Cache-Control', viewer === null ? 'no-cache' : 'no-store');
    context.header('Vary', 'Cookie');
    return context.html(render(page, frame), status);
  }

  const notFound = (context: Context<WebEnv>) => show(context, messagePage(404, null, null), 404);

  async function showFailure(error: Error, context: Context<WebEnv>): Promise<Response> {
    if (error instanceof Refusal) {
      const answer = refusalAnswers[error.code];
      if (answer === 'sign-in') return context.redirect('/sign-in', 303);
      return show(context, messagePage(answer, error.message, null), answer);
    }
    if (error instanceof HTTPException && error.status === 403) return show(context, messagePage(403, null, null), 403);
    const requestId = context.get('requestId');
    deps.report(error, requestId);
    return show(context, messagePage(500, null, requestId), 500);
  }

  web.onError(showFailure);

  web.use('*', pageHeaders);
  web.use('*', async function nameRequest(context, next) {
    if (context.get('requestId') === undefined) context.set('requestId', crypto.randomUUID());
    await next();
  });
  web.use('*', csrf(deps.publicOrigin === null ? {} : { origin: deps.publicOrigin }));
  web.use('*', async function identify(context, next) {
    const token = sessionToken(context);
    context.set('viewer', token === null ? null : await reads.identify(token));
    await next();
  });

  web.get('/', async (context) => show(context, homePage(await reads.trials(context.get('viewer')))));

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

  web.get('/today', async (context) => {
    const viewer = context.get('viewer');
    if (viewer === null) return context.redirect('/sign-in', 303);
    const ceremonies = may(viewer, 'read-ceremony') ? await reads.ceremoniesOf(viewer) : null;
    return show(context, todayPage(viewer, ceremonies, londonDay(deps.clock())));
  });

  web.get('/trials/:slug', async (context) => {
    const trial = await reads.trial(context.req.param('slug'), context.get('viewer'));
    return trial === null ? notFound(context) : show(context, trialPage(trial, context.get('viewer')));
  });

  web.get('/trials/:slug/protocol', async (context) => {
    const trial = await reads.trial(context.req.param('slug'), context.get('viewer'));
    return trial === null ? notFound(context) : show(context, protocolPage(trial));
  });

  web.get('/trials/:slug/draw', async (context) => {
    const draw = await reads.draw(context.req.param('slug'), context.get('viewer'));
    return draw === null ? notFound(context) : show(context, drawPage(draw));
  });

  web.get('/trials/:slug/conduct', async (context) => {
    const viewer = context.get('viewer');
    if (viewer === null) return context.redirect('/sign-in', 303);
    requirePermission(viewer, 'read-conduct');
    const conduct = await reads.conduct(context.req.param('slug'), viewer);
    return conduct === null ? notFound(context) : show(context, conductPage(conduct));
  });

  async function showCheck(context: Context<WebEnv>, asked: Asked): Promise<Response> {
    const trial = await reads.trial(context.req.param('slug') ?? '', context.get('viewer'));
    if (trial === null) return notFound(context);
    const response = await show(context, checkPage(trial, asked), asked.kind === 'problem' ? 422 : 200);
    response.headers.set('Cache-Control', 'no-store');
    return response;
  }

  web.get('/trials/:slug/check', (context) => showCheck(context, { kind: 'nothing' }));

  const onePaste = bodyLimit({
    maxSize: 16_384,
    onError: (context) => showCheck(context, { kind: 'problem', question: 'receipt', message: tooLong, pasted: '' }),
  });

  web.post('/trials/:slug/check', onePaste, async (context) => {
    const form = new URLSearchParams(await context.req.text());
    return showCheck(context, await askedBy(form, context.req.param('slug'), context.get('viewer')));
  });

  async function askedBy(form: URLSearchParams, slug: string, viewer: Viewer | null): Promise<Asked> {
    const hash = form.get('hash');
    const pasted = hash ?? form.get('receipt') ?? '';
    if (hash !== null) {
      const read = readHashText(hash);
      if (!read.ok) return { kind: 'problem', question: 'hash', message: read.message, pasted };
      return { kind: 'hash', verdict: await reads.checkHash(slug, viewer, read.value) };
    }
    const read = readReceiptText(pasted);
    if (!read.ok) return { kind: 'problem', question: 'receipt', message: read.message, pasted };
    return { kind: 'receipt', verdict: await reads.checkReceipt(slug, viewer, read.value) };
  }

  web.get('/glossary', (context) => show(context, glossaryPage()));

  web.get('/accessibility', (context) => show(context, accessibilityPage(deps.contact)));

  web.all('*', (context, next) => (context.req.path.startsWith('/api/') ? next() : notFound(context)));

  return web;
}
