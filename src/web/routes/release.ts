/** The release of a trial's figures: to read, to sign, to take. */
import { bodyLimit } from 'hono/body-limit';
import { correctionSchema } from '../../actions/release-figures.ts';
import { type Door, viewerOf } from '../door.ts';
import { keyOf } from '../forms.ts';
import { correctReleasePage } from '../pages/correct-release.ts';
import { releasePage } from '../pages/release.ts';
import { capitalise } from '../words.ts';

export function releaseRoutes({ web, desk, show }: Door): void {
  web.get('/trials/:slug/release/correct', async (context) =>
    show(context, correctReleasePage(await desk.correction(viewerOf(context), context.req.param('slug')), null)),
  );

  web.post('/trials/:slug/release/correct', bodyLimit({ maxSize: 16_384 }), async (context) => {
    const viewer = viewerOf(context);
    const slug = context.req.param('slug');
    const form = new URLSearchParams(await context.req.text());
    const input = correctionSchema.safeParse({
      supersedes: Number(form.get('supersedes')),
      reason: form.get('reason'),
    });
    const problems = input.success
      ? await desk.correctRelease({ viewer, key: keyOf(form) }, slug, input.data, form.get('figuresHash') ?? '')
      : [{ path: 'reason', message: 'Choose why the release is corrected' }];
    if (problems.length > 0) {
      const said = problems.map(({ message }) => capitalise(message)).join('. ');
      return show(context, correctReleasePage(await desk.correction(viewer, slug), said), 422);
    }
    return context.redirect(`/trials/${encodeURIComponent(slug)}/release?done=signed`, 303);
  });

  web.get('/trials/:slug/release', async (context) => {
    const viewer = viewerOf(context);
    const asked = context.req.query('number');
    const number = asked === undefined || !/^[1-9][0-9]{0,5}$/.test(asked) ? null : Number(asked);
    const view = await desk.release(viewer, context.req.param('slug'), number);
    return show(context, releasePage(view, viewer, context.req.query('done') ?? null));
  });

  web.post('/trials/:slug/release', bodyLimit({ maxSize: 16_384 }), async (context) => {
    const viewer = viewerOf(context);
    const slug = context.req.param('slug');
    const form = new URLSearchParams(await context.req.text());
    await desk.signRelease({ viewer, key: keyOf(form) }, slug, form.get('figuresHash') ?? '');
    return context.redirect(`/trials/${encodeURIComponent(slug)}/release?done=signed`, 303);
  });
}
