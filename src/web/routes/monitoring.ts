/** How a trial goes: all arms together for those who are blind; losses by arm for the trial statistician, after a word of warning. */
import { type Door, viewerOf } from '../door.ts';
import { attritionPage, monitoringPage } from '../pages/monitoring.ts';

export function monitoringRoutes({ web, desk, show }: Door): void {
  web.get('/trials/:slug/monitoring', async (context) =>
    show(context, monitoringPage(await desk.monitoring(viewerOf(context), context.req.param('slug')))),
  );

  web.get('/trials/:slug/attrition', (context) => show(context, attritionPage(context.req.param('slug'), null)));

  // Nothing is changed but what is known of the reader, which each reading puts on record anew.
  web.post('/trials/:slug/attrition', async (context) => {
    const slug = context.req.param('slug');
    return show(context, attritionPage(slug, await desk.attrition(viewerOf(context), slug)));
  });
}
