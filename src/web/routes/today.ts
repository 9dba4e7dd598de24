/** The page a signed-in person lands on, and all trials on one. */
import { may } from '../../access/permissions.ts';
import { type Door, viewerOf } from '../door.ts';
import { programmePage } from '../pages/programme.ts';
import { todayPage } from '../pages/today.ts';
import { londonDay } from '../words.ts';

export function todayRoutes({ web, reads, clock, show }: Door): void {
  web.get('/programme', async (context) => show(context, programmePage(await reads.programme(viewerOf(context)))));

  web.get('/today', async (context) => {
    const viewer = viewerOf(context);
    const ceremonies = may(viewer, 'read-ceremony') ? await reads.ceremoniesOf(viewer) : null;
    const waiting = may(viewer, 'read-waiting') ? await reads.waiting(viewer) : null;
    const steps = may(viewer, 'read-steps') ? await reads.stepsWaiting(viewer) : [];
    return show(context, todayPage(viewer, ceremonies, waiting, steps, londonDay(clock())));
  });
}
