/** Asking partner organisations to come to ceremonies. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { assignmentSchema } from '../../actions/partner-rota.ts';
import { Refusal } from '../../trial/refusal.ts';
import type { Problem } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { keyOf } from '../forms.ts';
import { endPartnerPage, type PartnersPlace, partnersPage } from '../pages/partners.ts';
import type { Viewer } from '../reads.ts';
import { londonDay } from '../words.ts';

type Asked = { readonly viewer: Viewer; readonly borough: string; readonly place: PartnersPlace };

export function partnerRoutes({ web, reads, desk, clock, show, notFound }: Door): void {
  const onlySmall = bodyLimit({
    maxSize: 16_384,
  });

  /** What the page shows; or the answer for whoever may not see it. */
  async function asked(context: Context<WebEnv>): Promise<Asked | Response> {
    const viewer = viewerOf(context);
    const { borough } = viewer;
    if (borough === null) return notFound(context);
    const slug = context.req.param('slug') ?? '';
    const [trial, organisations, assignments, ceremonies] = await Promise.all([
      reads.trial(slug, viewer),
      desk.organisations(viewer, slug),
      desk.assignments(viewer, slug, borough),
      reads.ceremoniesOf(viewer),
    ]);
    if (trial === null) return notFound(context);
    const { unit, arms } = trial.protocol;
    return {
      ...{ viewer, borough },
      place: {
        ...{ slug, organisations, assignments },
        ceremonies: ceremonies.filter((one) => one.trial === slug),
        arms: unit === 'ceremony' ? arms.map(({ name }) => name) : [],
        today: londonDay(clock()),
      },
    };
  }

  web.get('/trials/:slug/partners', async (context) => {
    const read = await asked(context);
    if (read instanceof Response) return read;
    const ceremony = context.req.query('ceremony') ?? '';
    const typed = { organisation: '', to: ceremony === '' ? '' : `ceremony ${ceremony}` };
    return show(context, partnersPage(read.place, typed, context.req.query('done') ?? null));
  });

  web.post('/trials/:slug/partners', onlySmall, async (context) => {
    const read = await asked(context);
    if (read instanceof Response) return read;
    const { viewer, borough, place } = read;
    const form = new URLSearchParams(await context.req.text());
    const key = keyOf(form);
    const typed = { organisation: form.get('organisation') ?? '', to: form.get('to') ?? '' };
    const problems: Problem[] = [];
    const [kind = '', ...rest] = typed.to.split(' ');
    const target = rest.join(' ');
    const input = assignmentSchema.safeParse({
      organisation: typed.organisation,
      to: kind === 'arm' ? { kind, arm: target } : { kind, ceremony: target },
    });
    if (typed.organisation === '') problems.push({ path: 'organisation', message: 'Choose an organisation' });
    if (typed.to === '') problems.push({ path: 'to', message: 'Choose a ceremony, or the ceremonies of an arm' });
    if (problems.length === 0 && input.success) {
      problems.push(...(await saidOnce(() => desk.assignPartner({ viewer, key }, place.slug, borough, input.data))));
    }
    if (problems.length === 0 && !input.success) return notFound(context);
    if (problems.length > 0) return show(context, partnersPage(place, typed, null, problems, key), 422);
    return context.redirect(`/trials/${encodeURIComponent(place.slug)}/partners?done=assigned`, 303);
  });

  for (const isAsking of [true, false]) {
    web.on(isAsking ? 'GET' : 'POST', '/trials/:slug/partners/:id/end', onlySmall, async (context) => {
      const read = await asked(context);
      if (read instanceof Response) return read;
      const { viewer, borough, place } = read;
      const one = place.assignments.find(({ id }) => id === context.req.param('id'));
      if (one === undefined) return notFound(context);
      if (isAsking) return show(context, endPartnerPage(place, one));
      const key = keyOf(new URLSearchParams(await context.req.text()));
      await desk.endAssignment({ viewer, key }, place.slug, borough, one.id);
      return context.redirect(`/trials/${encodeURIComponent(place.slug)}/partners?done=ended`, 303);
    });
  }
}

/** Asked a second time is said beside the form. */
async function saidOnce(act: () => Promise<readonly Problem[]>): Promise<readonly Problem[]> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'already-exists') throw error;
    return [{ path: 'organisation', message: 'This organisation is asked to come to it already' }];
  }
}
