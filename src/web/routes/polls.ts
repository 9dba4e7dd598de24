/** Polls, before which nothing of a trial is published. */
import { bodyLimit } from 'hono/body-limit';
import { pollSchema } from '../../actions/pre-election.ts';
import type { PollsView } from '../../actions/read-polls.ts';
import { Refusal } from '../../trial/refusal.ts';
import type { Problem } from '../desk-port.ts';
import { type Door, viewerOf } from '../door.ts';
import { dateIn } from '../form-date.ts';
import { keyOf } from '../forms.ts';
import { checkPollPage, pollsPage } from '../pages/polls.ts';

export function pollRoutes({ web, desk, show }: Door): void {
  web.get('/trials/:slug/polls', async (context) => {
    const viewer = viewerOf(context);
    const view = await desk.polls(viewer, context.req.param('slug'));
    return show(context, pollsPage(view, viewer, context.req.query('done') ?? null));
  });

  web.post('/trials/:slug/polls', bodyLimit({ maxSize: 16_384 }), async (context) => {
    const viewer = viewerOf(context);
    const slug = context.req.param('slug');
    const view = await desk.polls(viewer, slug);
    const form = new URLSearchParams(await context.req.text());
    const key = keyOf(form);
    const part = (which: string) => form.get(`pollOn-${which}`) ?? '';
    const typed = {
      area: form.get('area') ?? '',
      pollOn: { day: part('day'), month: part('month'), year: part('year') },
    };
    const input = pollSchema.safeParse({ area: typed.area, pollOn: dateIn(form, 'pollOn') });
    const problems = problemsWith(typed.area, view, input.success);
    if (problems.length > 0 || !input.success)
      return show(context, pollsPage(view, viewer, null, typed, problems, key), 422);
    if (form.get('checked') !== 'yes') return show(context, checkPollPage(view, typed, input.data.pollOn, key));
    const refused = await recorded(() => desk.recordPoll({ viewer, key }, slug, input.data));
    if (refused.length > 0) return show(context, pollsPage(view, viewer, null, typed, refused, key), 422);
    return context.redirect(`/trials/${encodeURIComponent(slug)}/polls?done=recorded`, 303);
  });
}

function problemsWith(area: string, { areas }: PollsView, isDate: boolean): readonly Problem[] {
  return [
    ...(areas.some(({ code }) => code === area) ? [] : [{ path: 'area', message: 'Choose where the poll is' }]),
    ...(isDate ? [] : [{ path: 'pollOn', message: 'The day of the poll must be a real date, such as 4 5 2028' }]),
  ];
}

/** A poll that is recorded already is said beside its day. */
async function recorded(act: () => Promise<readonly Problem[]>): Promise<readonly Problem[]> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'already-exists') throw error;
    return [{ path: 'pollOn', message: 'This poll is recorded already' }];
  }
}
