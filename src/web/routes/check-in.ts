/** Checking people in at a ceremony. The browser's own script uses the API; the form serves whoever has no JavaScript. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { AttendanceStatus } from '../../trial/attendance.ts';
import { Refusal } from '../../trial/refusal.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { isFormKey } from '../forms.ts';
import { type CheckInState, checkInPage, isMark } from '../pages/check-in.ts';

/** 5,000 people, each with what was chosen and what was there. */
const largestForm = 1_000_000;

type Chosen = ReadonlyMap<string, { readonly status: AttendanceStatus; readonly seen: number }>;

export function checkInRoutes({ web, reads, acts, show }: Door): void {
  async function showCheckIn(context: Context<WebEnv>, state: CheckInState): Promise<Response> {
    const viewer = viewerOf(context);
    const typed = (context.req.query('find') ?? '').trim().toLowerCase();
    const find = /^[0-9a-f]{6,20}$/.test(typed) ? typed : null;
    const read = await reads.checkIn(viewer, context.req.param('ceremony') ?? '', find);
    const page = checkInPage(read, state, viewer.id, crypto.randomUUID(), typed);
    return show(context, page, state.kind === 'refused' ? 422 : 200);
  }

  web.get('/ceremonies/:ceremony/check-in', (context) => {
    const saved = Number(context.req.query('saved') ?? '');
    return showCheckIn(
      context,
      Number.isInteger(saved) && saved > 0 ? { kind: 'saved', people: saved } : { kind: 'fresh' },
    );
  });

  const notTooLarge = bodyLimit({
    maxSize: largestForm,
    onError: (context) =>
      showCheckIn(context, { kind: 'refused', chosen: new Map(), why: 'The form is larger than a list can be' }),
  });

  web.post('/ceremonies/:ceremony/check-in', notTooLarge, async (context) => {
    const viewer = viewerOf(context);
    const ceremony = context.req.param('ceremony');
    const form = new URLSearchParams(await context.req.text());
    const chosen = chosenIn(form);
    const key = form.get('key') ?? '';
    if (!isFormKey(key)) {
      return showCheckIn(context, { kind: 'refused', chosen, why: 'The form did not arrive whole. Save it again' });
    }
    if (chosen.size === 0) {
      return showCheckIn(context, { kind: 'refused', chosen, why: 'Choose something for at least one person' });
    }
    try {
      const rows = [...chosen].map(([trial_id, one]) => ({ trial_id, ...one }));
      await acts.recordAttendance({ viewer, key }, ceremony, rows);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return showCheckIn(context, {
        ...{ kind: 'refused', chosen },
        why: error.code === 'recorded-meanwhile' ? null : error.message,
      });
    }
    return context.redirect(`/ceremonies/${encodeURIComponent(ceremony)}/check-in?saved=${chosen.size}`, 303);
  });
}

/** Those whom the form says otherwise of than it said when it was shown: `status-ID` beside `was-ID`, "2 absent"; or one button. */
function chosenIn(form: URLSearchParams): Chosen {
  const chosen = new Map<string, { readonly status: AttendanceStatus; readonly seen: number }>();
  const [only = '', onlyStatus = '', onlySeen = ''] = (form.get('one') ?? '').split(' ');
  const rows: readonly (readonly [string, string, string])[] = form.has('one')
    ? [[only, onlyStatus, onlySeen]]
    : [...form].flatMap(([name, status]) => {
        if (!name.startsWith('status-')) return [];
        const id = name.slice('status-'.length);
        const [seen = '', was = ''] = (form.get(`was-${id}`) ?? '').split(' ');
        return status === was ? [] : [[id, status, seen] as const];
      });
  for (const [id, status, seen] of rows) {
    if (isMark(status) && /^(-1|\d{1,6})$/.test(seen)) chosen.set(id, { status, seen: Number(seen) });
  }
  return chosen;
}
