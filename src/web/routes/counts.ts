/** Counts of an outcome by ceremony or arm: chosen as a file, checked, and then recorded. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { countsSchema } from '../../actions/upload-counts.ts';
import type { Problems } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { dateIn } from '../form-date.ts';
import { isFormKey, keyOf } from '../forms.ts';
import { checkCountsPage, countsPage } from '../pages/counts.ts';

const asked: Readonly<Record<string, string>> = {
  outcome: 'Select the outcome that was counted',
  register: 'Enter the day of the register as a date, such as 1 10 2026',
  corrects: 'Select why these counts replace others',
  counts: 'The file is too large',
};

export function countRoutes({ web, desk, show }: Door): void {
  const here = (slug: string) => `/trials/${encodeURIComponent(slug)}/counts`;

  async function showForm(
    context: Context<WebEnv>,
    problems: Problems,
    typed = new URLSearchParams(),
    recorded: number | null = null,
  ): Promise<Response> {
    const slug = context.req.param('slug') ?? '';
    const page = countsPage(slug, await desk.countsPlace(viewerOf(context), slug), { problems, typed, recorded });
    return show(context, page, problems.length > 0 ? 422 : 200);
  }

  web.get('/trials/:slug/counts', async (context) => {
    const done = context.req.query('done') ?? '';
    const recorded = isFormKey(done) ? await desk.countsRecorded(viewerOf(context), done) : null;
    return showForm(context, [], new URLSearchParams(), recorded?.people ?? null);
  });

  const small = bodyLimit({
    maxSize: 400_000,
    onError: (context) => showForm(context, [{ path: 'counts', message: 'The file is too large' }]),
  });

  web.post('/trials/:slug/counts/check', small, async (context) => {
    const body = await context.req.parseBody();
    const form = new URLSearchParams(
      Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    );
    const { file } = body;
    if (!(file instanceof File) || file.size === 0)
      return showForm(context, [{ path: 'counts', message: 'Choose the file of counts' }], form);
    const corrects = form.get('corrects') ?? '';
    const parsed = countsSchema.safeParse({
      ...{ outcome: form.get('outcome'), register: dateIn(form, 'register'), counts: await file.text() },
      ...(corrects === '' ? {} : { corrects }),
    });
    if (!parsed.success) return showForm(context, problemsIn(parsed.error.issues), form);
    const slug = context.req.param('slug');
    const judged = await desk.checkCounts(viewerOf(context), slug, parsed.data);
    if (!('rows' in judged)) return showForm(context, judged, form);
    const place = await desk.countsPlace(viewerOf(context), slug);
    return show(context, checkCountsPage(slug, place, judged, parsed.data));
  });

  web.post('/trials/:slug/counts', small, async (context) => {
    const form = new URLSearchParams(await context.req.text());
    const parsed = countsSchema.safeParse(inputIn(form.get('input') ?? ''));
    if (!parsed.success) return showForm(context, [{ path: 'counts', message: 'Choose the file again' }]);
    const slug = context.req.param('slug');
    const key = keyOf(form);
    const recorded = await desk.uploadCounts({ viewer: viewerOf(context), key }, slug, parsed.data);
    if (!('recorded' in recorded)) return showForm(context, recorded);
    return context.redirect(`${here(slug)}?done=${key}`, 303);
  });
}

const problemsIn = (issues: readonly { readonly path: readonly PropertyKey[] }[]): Problems =>
  [...new Set(issues.map(({ path }) => String(path[0])))].map((path) => ({
    path,
    message: asked[path] ?? 'This is not right',
  }));

function inputIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
