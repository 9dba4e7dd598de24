/** The researcher's bench: a draft to check, the runs of a trial, two side by side, another analysis, and the data set. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Problem } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { keyOf } from '../forms.ts';
import { comparePage, runsPage } from '../pages/bench.ts';
import { draftCheckPage } from '../pages/draft-check.ts';
import { takeDataPage } from '../pages/take-data.ts';

const largestFile = 500_000;

export function benchRoutes({ web, desk, show }: Door): void {
  const slugOf = (context: Context<WebEnv>) => context.req.param('slug') ?? '';
  const hereOf = (context: Context<WebEnv>) => `/trials/${encodeURIComponent(slugOf(context))}`;

  const draftProblem = (context: Context<WebEnv>, message: string) =>
    show(context, draftCheckPage(viewerOf(context).isTraining, { problems: [{ path: 'file', message }] }), 422);

  web.get('/check-draft', (context) => show(context, draftCheckPage(viewerOf(context).isTraining, null)));

  const oneFile = bodyLimit({
    maxSize: largestFile,
    onError: (context) => draftProblem(context, 'The file is larger than a protocol can be'),
  });

  web.post('/check-draft', oneFile, async (context) => {
    const { file } = await context.req.parseBody();
    if (!(file instanceof File) || file.size === 0) return draftProblem(context, 'Choose the file of a protocol');
    const draft = desk.bench.checkDraft(new Uint8Array(await file.arrayBuffer()));
    const page = draftCheckPage(viewerOf(context).isTraining, draft);
    return show(context, page, 'problems' in draft ? 422 : 200);
  });

  web.get('/trials/:slug/runs', async (context) => {
    const viewer = viewerOf(context);
    const view = await desk.bench.bench(viewer, slugOf(context));
    return show(context, runsPage(view, viewer, context.req.query('done') ?? null));
  });

  async function startAgain(context: Context<WebEnv>, problems: readonly Problem[]): Promise<Response> {
    const viewer = viewerOf(context);
    return show(context, runsPage(await desk.bench.bench(viewer, slugOf(context)), viewer, null, problems), 422);
  }

  const onePlan = bodyLimit({
    maxSize: largestFile,
    onError: (context) => startAgain(context, [{ path: 'plan', message: 'The file is larger than a plan can be' }]),
  });

  web.post('/trials/:slug/runs', onePlan, async (context) => {
    const { plan, key } = await context.req.parseBody();
    if (!(plan instanceof File) || plan.size === 0) {
      return startAgain(context, [{ path: 'plan', message: 'Choose the file of a plan' }]);
    }
    const sent = new URLSearchParams({ key: typeof key === 'string' ? key : '' });
    const by = { viewer: viewerOf(context), key: keyOf(sent) };
    const problems = await desk.bench.runExploratory(by, slugOf(context), await plan.text());
    return problems.length > 0
      ? startAgain(context, problems)
      : context.redirect(`${hereOf(context)}/runs?done=ran`, 303);
  });

  web.get('/trials/:slug/runs/compare', async (context) => {
    const [one, other] = [context.req.query('one') ?? '', context.req.query('other') ?? ''];
    return show(context, comparePage(await desk.bench.compare(viewerOf(context), slugOf(context), [one, other])));
  });

  web.get('/trials/:slug/runs/:run/report', async (context) => {
    const report = await desk.bench.report(viewerOf(context), slugOf(context), context.req.param('run'));
    context.header('Cache-Control', 'no-store');
    context.header('Vary', 'Cookie');
    return context.html(report);
  });

  web.get('/trials/:slug/data', async (context) => {
    const view = await desk.bench.bench(viewerOf(context), slugOf(context));
    return show(context, takeDataPage(view, '', [], context.req.query('taken') ?? null));
  });

  web.post('/trials/:slug/data', bodyLimit({ maxSize: 16_384 }), async (context) => {
    const viewer = viewerOf(context);
    const form = new URLSearchParams(await context.req.text());
    const reason = (form.get('reason') ?? '').trim();
    if (reason.length < 10 || reason.length > 500) {
      const problems = [{ path: 'reason', message: 'Enter why you need it, in 10 to 500 characters' }];
      return show(context, takeDataPage(await desk.bench.bench(viewer, slugOf(context)), reason, problems, null), 422);
    }
    const taken = await desk.bench.takeData({ viewer, key: keyOf(form) }, slugOf(context), reason);
    return context.redirect(`${hereOf(context)}/data?taken=${encodeURIComponent(taken)}`, 303);
  });
}
