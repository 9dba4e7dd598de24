/** Reminders of a borough, what became of them, and for whoever is blinded whether that differs by arm. Names and addresses never come here. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Problems } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { keyOf } from '../forms.ts';
import { deliveriesCheckPage, type RemindersState, reminderAlarmPage, remindersPage } from '../pages/reminders.ts';
import type { Viewer } from '../reads.ts';
import { readDeliveryRows, readMadeRows } from '../reminder-files.ts';

export function reminderRoutes({ web, desk, show, originOf }: Door): void {
  /** The guard of pages lets only a borough's own staff come here. */
  function own(context: Context<WebEnv>): { readonly viewer: Viewer; readonly borough: string; readonly slug: string } {
    const viewer = context.get('viewer');
    if (viewer === null || viewer.borough === null) throw new Error('Reminders are for staff of a borough.');
    return { viewer, borough: viewer.borough, slug: context.req.param('slug') ?? '' };
  }

  async function showReminders(context: Context<WebEnv>, state: RemindersState): Promise<Response> {
    const { viewer, borough, slug } = own(context);
    const page = remindersPage(await desk.reminders(viewer, slug, borough), state);
    return show(context, page, state.problems.length > 0 ? 422 : 200);
  }

  const refused = (context: Context<WebEnv>, form: 'report' | 'made', problems: Problems) =>
    showReminders(context, {
      done: null,
      problems: problems.map(({ path, message }) => ({
        path: form,
        message: `The file: ${path === '' || path.includes('[') ? '' : `${path}, `}${message}`,
      })),
    });

  const small = bodyLimit({
    maxSize: 2_000_000,
    onError: (context) => refused(context, 'report', [{ path: '', message: 'is too large' }]),
  });

  const back = (context: Context<WebEnv>, said: string) =>
    context.redirect(`/trials/${encodeURIComponent(context.req.param('slug') ?? '')}/reminders?${said}`, 303);

  web.get('/trials/:slug/reminders', (context) => {
    const count = (name: string) => {
      const text = context.req.query(name) ?? '';
      return /^\d{1,5}$/.test(text) ? Number(text) : null;
    };
    const [made, recorded] = [count('made'), count('recorded')];
    const done =
      made !== null
        ? ({ what: 'made', count: made } as const)
        : recorded !== null
          ? ({ what: 'recorded', count: recorded } as const)
          : null;
    return showReminders(context, { done, problems: [] });
  });

  web.get('/trials/:slug/reminders/due.json', async (context) => {
    const { viewer, borough, slug } = own(context);
    const { due, made, silent, channels, lawfulBasis, trial, today } = await desk.reminders(viewer, slug, borough);
    context.header('Content-Disposition', `attachment; filename="due-${today}.json"`);
    context.header('Cache-Control', 'no-store');
    return context.json({ trial, borough, site: originOf(context), today, lawfulBasis, channels, due, made, silent });
  });

  web.post('/trials/:slug/reminders/made', small, async (context) => {
    const { viewer, borough, slug } = own(context);
    const { form, text } = await formIn(context, 'made');
    if (text === '')
      return refused(context, 'made', [{ path: '', message: 'choose the one that “pledge reminders” wrote' }]);
    const read = readMadeRows(text);
    if (!read.ok) return refused(context, 'made', read.problems);
    const by = { viewer, key: keyOf(form) };
    const problems = await desk.recordReminders(by, slug, borough, read.rows);
    return problems.length > 0 ? refused(context, 'made', problems) : back(context, `made=${read.rows.length}`);
  });

  web.post('/trials/:slug/reminders/deliveries/check', small, async (context) => {
    const { viewer, borough, slug } = own(context);
    const { text } = await formIn(context, 'report');
    if (text === '') return refused(context, 'report', [{ path: '', message: 'choose the report first' }]);
    const read = readDeliveryRows(text);
    if (!read.ok) return refused(context, 'report', read.problems);
    return show(context, deliveriesCheckPage(await desk.reminders(viewer, slug, borough), read.rows, text));
  });

  web.post('/trials/:slug/reminders/deliveries', small, async (context) => {
    const { viewer, borough, slug } = own(context);
    const { form, text } = await formIn(context, 'report');
    const read = readDeliveryRows(text);
    if (!read.ok) return refused(context, 'report', read.problems);
    const by = { viewer, key: keyOf(form) };
    const recorded = await desk.recordReminderDeliveries(by, slug, borough, read.rows);
    return 'recorded' in recorded
      ? back(context, `recorded=${read.rows.length}`)
      : refused(context, 'report', recorded);
  });

  web.get('/trials/:slug/reminders/delivery', async (context) => {
    const viewer = viewerOf(context);
    return show(context, reminderAlarmPage(await desk.reminderAlarm(viewer, context.req.param('slug'))));
  });
}

/** A form with a file of hashes and codes: uploaded under `name`, or as text that the page's script put together. */
async function formIn(context: Context<WebEnv>, name: string) {
  const body = await context.req.parseBody();
  const form = new URLSearchParams(
    Object.entries(body).flatMap(([field, value]) => (typeof value === 'string' ? [[field, value]] : [])),
  );
  const file = body[name];
  return { form, text: form.get('rows') ?? (file instanceof File ? await file.text() : '') };
}
