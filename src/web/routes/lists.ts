/** Adding people to a ceremony's list. The browser's own script uses the API; these paths also serve whoever has no JavaScript. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { parseAttendeesFile } from '../../actions/parse-attendees-file.ts';
import { attendeeRowSchema } from '../../trial/attendee.ts';
import { Refusal } from '../../trial/refusal.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { isFormKey } from '../forms.ts';
import { type ListState, listPage } from '../pages/list.ts';

const rowsSchema = z.array(attendeeRowSchema).min(1).max(5_000);
const joinKinds = ['late-joiner', 'walk-in'] as const;
/** 5,000 rows of about 230 characters, and again as much for the form around them. */
const largestUpload = 4_000_000;

export function listRoutes({ web, reads, acts, show }: Door): void {
  async function showList(context: Context<WebEnv>, state: ListState): Promise<Response> {
    const viewer = viewerOf(context);
    const place = await reads.listPlace(viewer, context.req.param('ceremony') ?? '');
    return show(context, listPage(place, state), state.kind === 'refused' ? 422 : 200);
  }

  web.get('/ceremonies/:ceremony/list', (context) => {
    const added = Number(context.req.query('added') ?? '');
    return showList(
      context,
      Number.isInteger(added) && added > 0 ? { kind: 'added', people: added } : { kind: 'fresh' },
    );
  });

  const notTooLarge = bodyLimit({
    maxSize: largestUpload,
    onError: (context) => showList(context, { kind: 'refused', problems: ['The file is larger than a list can be'] }),
  });

  /** Shows what a prepared file holds, before anything of it is added; nothing of it is stored. */
  web.post('/ceremonies/:ceremony/list/check', notTooLarge, async (context) => {
    const form = await context.req.parseBody();
    const { prepared, kind } = form;
    if (!(prepared instanceof File) || prepared.size === 0) {
      return showList(context, { kind: 'refused', problems: ['Choose the file that “pledge prepare” wrote'] });
    }
    const parsed = parseAttendeesFile(new Uint8Array(await prepared.arrayBuffer()));
    if (!parsed.ok) {
      const problems = parsed.problems.map(({ path, message }) =>
        path === '' ? `In this file, ${message}` : `${path}: ${message}`,
      );
      return showList(context, { kind: 'refused', problems });
    }
    return showList(context, {
      ...{ kind: 'uploaded', rows: parsed.value, key: crypto.randomUUID() },
      join: joinKinds.find((one) => one === kind) ?? 'late-joiner',
    });
  });

  web.post('/ceremonies/:ceremony/list', notTooLarge, async (context) => {
    const viewer = viewerOf(context);
    const id = context.req.param('ceremony');
    const form = new URLSearchParams(await context.req.text());
    const rows = rowsSchema.safeParse(parsedJson(form.get('rows') ?? ''));
    const key = form.get('key') ?? '';
    if (!rows.success || !isFormKey(key)) {
      return showList(context, { kind: 'refused', problems: ['The list did not arrive whole. Upload the file again'] });
    }
    const { adding } = await reads.listPlace(viewer, id);
    try {
      if (adding.kind === 'join-late') {
        const kind = joinKinds.find((one) => one === form.get('kind')) ?? 'late-joiner';
        await acts.addLateJoiners({ viewer, key }, id, { kind, attendees: rows.data });
      } else await acts.enrolCohort({ viewer, key }, id, rows.data);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return showList(context, { kind: 'refused', problems: [error.message] });
    }
    return context.redirect(`/ceremonies/${encodeURIComponent(id)}/list?added=${rows.data.length}`, 303);
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
