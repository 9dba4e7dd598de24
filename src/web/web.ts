/**
 * Door 2: pages for people. The list of what every request passes through; the paths are in routes/. Mount it last (`app.route('/', createWeb(deps))`): it
 * answers every path that is left, except under /api, with a page.
 */
import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { sessionToken } from '../access/session-cookie.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Acts } from './acts.ts';
import type { AttendeePort } from './attendee-port.ts';
import type { DeskPort } from './desk-port.ts';
import type { Door, PageStatus, WebEnv } from './door.ts';
import { frameOf } from './frame.ts';
import { ownPageHeaders, pageHeaders, reportHeaders } from './headers.ts';
import { nextPage } from './next-page.ts';
import { guardPages, pageAgain } from './page-needs.ts';
import { messagePage, refusalAnswers } from './pages/message.ts';
import { withNext } from './pages/sign-in.ts';
import type { Reads } from './reads.ts';
import { type Assets, type CompiledViews, createRender, type Page } from './render.ts';
import { accountRoutes } from './routes/account.ts';
import { amendmentRoutes } from './routes/amendments.ts';
import { attendeeRoutes } from './routes/attendee.ts';
import { benchRoutes } from './routes/bench.ts';
import { boroughRoutes } from './routes/borough.ts';
import { ceremonyRoutes } from './routes/ceremonies.ts';
import { checkInRoutes } from './routes/check-in.ts';
import { countRoutes } from './routes/counts.ts';
import { deliveryRoutes } from './routes/delivery.ts';
import { documentRoutes } from './routes/documents.ts';
import { generalRoutes } from './routes/general.ts';
import { listRoutes } from './routes/lists.ts';
import { monitoringRoutes } from './routes/monitoring.ts';
import { partnerFollowUpRoutes } from './routes/partner-follow-ups.ts';
import { partnerRoutes } from './routes/partners.ts';
import { peopleRoutes } from './routes/people.ts';
import { pollRoutes } from './routes/polls.ts';
import { registerRoutes } from './routes/register.ts';
import { releaseRoutes } from './routes/release.ts';
import { reminderRoutes } from './routes/reminders.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { singleSignOnRoutes } from './routes/single-sign-on.ts';
import { staffRoutes } from './routes/staff.ts';
import { stepRoutes } from './routes/steps.ts';
import { todayRoutes } from './routes/today.ts';
import { trialRoutes } from './routes/trials.ts';
import type { SignInPort } from './sign-in-port.ts';
import type { StaffPort } from './staff-port.ts';

export type WebDeps = {
  readonly reads: Reads;
  readonly acts: Acts;
  readonly desk: DeskPort;
  /** Null without an operator's key: then nobody signs in. */
  readonly signIn: SignInPort | null;
  /** The network address of who asks, or null where the host does not know it for certain. */
  readonly addressOf: (context: Context) => string | null;
  readonly staff: StaffPort;
  readonly attendee: AttendeePort;
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

export function createWeb(deps: WebDeps): Hono<WebEnv> {
  const { reads } = deps;
  const render = createRender(deps.views);
  const web = new Hono<WebEnv>();

  async function show(context: Context<WebEnv>, page: Page, status: PageStatus = 200): Promise<Response> {
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
      if (answer === 'confirm') return context.redirect(withNext('/account/confirm', pageAgain(context)), 303);
      return show(context, messagePage(answer, error.message, null), answer);
    }
    if (error instanceof HTTPException && error.status === 403) return show(context, messagePage(403, null, null), 403);
    if (error instanceof HTTPException && error.status === 413)
      return show(context, messagePage(409, 'This form holds more than it can.', null), 409);
    const requestId = context.get('requestId');
    deps.report(error, requestId);
    return show(context, messagePage(500, null, requestId), 500);
  }

  web.onError(showFailure);

  for (const path of ['/me/*', '/code']) web.use(path, ownPageHeaders);
  web.use('/trials/:slug/runs/:run/report', reportHeaders);
  web.use('*', pageHeaders);
  web.use('*', async function nameRequest(context, next) {
    if (context.get('requestId') === undefined) context.set('requestId', crypto.randomUUID());
    await next();
  });
  const ownForms = csrf(deps.publicOrigin === null ? {} : { origin: deps.publicOrigin });
  web.use('*', function ownFormsOnly(context, next) {
    // These pages send no referrer, so that older browsers name no origin; they read no cookie that another site could make use of.
    const isOwnPage = /^\/(?:me\/|code$)/.test(context.req.path);
    return isOwnPage && context.req.header('sec-fetch-site') === undefined ? next() : ownForms(context, next);
  });
  web.use('*', async function identify(context, next) {
    const token = sessionToken(context);
    context.set('viewer', token === null ? null : await reads.identify(token));
    await next();
  });

  web.use('*', async function rememberPage(context, next) {
    await next();
    if (context.req.method !== 'GET' || context.res.headers.get('location') !== '/sign-in') return;
    const { pathname, search } = new URL(context.req.url);
    context.res.headers.set('location', withNext('/sign-in', nextPage(`${pathname}${search}`)));
  });

  web.use('*', guardPages);

  const door: Door = {
    web,
    reads,
    acts: deps.acts,
    desk: deps.desk,
    signIn: deps.signIn,
    originOf: (context) => deps.publicOrigin ?? new URL(context.req.url).origin,
    addressOf: deps.addressOf,
    staff: deps.staff,
    attendee: deps.attendee,
    clock: deps.clock,
    contact: deps.contact,
    show,
    notFound,
  };
  attendeeRoutes(door);
  generalRoutes(door);
  stepRoutes(door);
  signInRoutes(door);
  singleSignOnRoutes(door);
  accountRoutes(door);
  staffRoutes(door);
  todayRoutes(door);
  listRoutes(door);
  checkInRoutes(door);
  deliveryRoutes(door);
  boroughRoutes(door);
  registerRoutes(door);
  countRoutes(door);
  monitoringRoutes(door);
  pollRoutes(door);
  releaseRoutes(door);
  reminderRoutes(door);
  trialRoutes(door);
  benchRoutes(door);
  amendmentRoutes(door);
  documentRoutes(door);
  ceremonyRoutes(door);
  peopleRoutes(door);
  partnerRoutes(door);
  partnerFollowUpRoutes(door);

  web.all('*', (context, next) => (context.req.path.startsWith('/api/') ? next() : notFound(context)));

  return web;
}
