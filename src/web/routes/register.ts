/** When a borough's register is published, for its lead; and the upload of what matching with it found, for electoral services. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { may } from '../../access/permissions.ts';
import { registerCalendarSchema } from '../../actions/register-calendar.ts';
import { matchResultSchema } from '../../actions/upload-match-result.ts';
import type { Problems } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { dateIn } from '../form-date.ts';
import { isFormKey, keyOf } from '../forms.ts';
import { checkMatchPage, type MatchState, matchPage, type RegisterState, registerPage } from '../pages/register.ts';

const asked: Readonly<Record<string, string>> = {
  kind: 'Select what is published',
  publishedOn: 'Enter the day of publication as a date, such as 1 10 2026',
  appliedBy: 'Enter the last day to apply as a date, such as 9 9 2026',
  pollOn: 'Enter the day of the poll as a date, such as 6 5 2027',
  outcome: 'Select the outcome that was matched',
  register: 'Enter the day of the register as a date, such as 1 10 2026',
};

export function registerRoutes({ web, desk, show, notFound }: Door): void {
  async function showRegister(context: Context<WebEnv>, state: RegisterState): Promise<Response> {
    const viewer = viewerOf(context);
    if (viewer.borough === null) return notFound(context);
    const slug = context.req.param('slug') ?? '';
    const view = await desk.registerCalendar(viewer, slug, viewer.borough);
    const page = registerPage(slug, view, may(viewer, 'record-register-calendar'), state);
    return show(context, page, state.problems.length > 0 ? 422 : 200);
  }

  web.get('/trials/:slug/register', (context) =>
    showRegister(context, {
      ...{ problems: [], typed: new URLSearchParams() },
      hasSaved: context.req.query('saved') === '1',
    }),
  );

  web.post('/trials/:slug/register', bodyLimit({ maxSize: 16_384 }), async (context) => {
    const viewer = viewerOf(context);
    if (viewer.borough === null) return notFound(context);
    const form = new URLSearchParams(await context.req.text());
    const hasPoll = form.get('kind') === 'election';
    const parsed = registerCalendarSchema.safeParse({
      editions: [
        {
          ...{ kind: form.get('kind'), publishedOn: dateIn(form, 'publishedOn'), appliedBy: dateIn(form, 'appliedBy') },
          ...{ pollOn: hasPoll ? dateIn(form, 'pollOn') : null, dropped: form.get('dropped') === 'yes' },
        },
      ],
    });
    const refused = (problems: Problems) => showRegister(context, { problems, typed: form, hasSaved: false });
    if (!parsed.success) {
      const named = [...new Set(parsed.error.issues.map(({ path }) => String(path.at(-1))))];
      return refused(named.map((path) => ({ path, message: asked[path] ?? 'This is not right' })));
    }
    const slug = context.req.param('slug');
    const by = { viewer, key: keyOf(form) };
    const problems = await desk.recordRegisterCalendar(by, slug, viewer.borough, parsed.data);
    if (problems.length > 0)
      return refused(problems.map(({ path, message }) => ({ path: path.replace(/^editions\[0\]\./, ''), message })));
    return context.redirect(`/trials/${encodeURIComponent(slug)}/register?saved=1`, 303);
  });

  async function showMatch(context: Context<WebEnv>, state: MatchState): Promise<Response> {
    const viewer = viewerOf(context);
    if (viewer.borough === null) return notFound(context);
    const slug = context.req.param('slug') ?? '';
    const page = matchPage(slug, await desk.registerCalendar(viewer, slug, viewer.borough), state);
    return show(context, page, state.problems.length > 0 ? 422 : 200);
  }
  const untyped = { problems: [], typed: new URLSearchParams(), recorded: null };

  web.get('/trials/:slug/match-results', async (context) => {
    const done = context.req.query('done') ?? '';
    const recorded = isFormKey(done) ? await desk.matchRecorded(viewerOf(context), done) : null;
    return showMatch(context, { ...untyped, recorded });
  });

  const tooLarge = bodyLimit({
    maxSize: 2_000_000,
    onError: (context) => showMatch(context, { ...untyped, problems: [{ path: 'result', message: 'is too large' }] }),
  });

  web.post('/trials/:slug/match-results', tooLarge, async (context) => {
    const viewer = viewerOf(context);
    const body = await context.req.parseBody();
    const form = new URLSearchParams(
      Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const refused = (problems: Problems) => showMatch(context, { problems, typed: form, recorded: null });
    const result = body.result instanceof File ? await body.result.text() : (body.result ?? '');
    if (typeof result !== 'string' || result === '')
      return refused([{ path: 'result', message: 'is missing: choose the one that “pledge match” wrote' }]);
    const parsed = matchResultSchema.safeParse({
      ...{ outcome: form.get('outcome'), register: dateIn(form, 'register'), result },
      ...(form.get('corrects') === 'later-information' ? { corrects: 'later-information' } : {}),
    });
    if (!parsed.success) {
      const named = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
      return refused(named.map((path) => ({ path, message: asked[path] ?? 'is too large' })));
    }
    const slug = context.req.param('slug');
    if (form.get('seen') !== 'yes' && viewer.borough !== null) {
      // The browser’s own matching has shown the result already; whoever chose a file sees first what it says.
      const counts = await desk.checkMatchResult(viewer, slug, parsed.data);
      if (!('recorded' in counts)) return refused(counts);
      const view = await desk.registerCalendar(viewer, slug, viewer.borough);
      return show(context, checkMatchPage(slug, view, parsed.data, counts));
    }
    const key = keyOf(form);
    const recorded = await desk.uploadMatchResult({ viewer, key }, slug, parsed.data);
    if (!('recorded' in recorded)) return refused(recorded);
    return context.redirect(`/trials/${encodeURIComponent(slug)}/match-results?done=${key}`, 303);
  });
}
