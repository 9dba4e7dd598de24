/** A borough's agreements, terms of contact and targets, and what it holds about one person. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import { may } from '../../access/permissions.ts';
import { agreementSchema, contactTermsSchema } from '../../actions/borough-agreements.ts';
import { targetSchema } from '../../actions/borough-targets.ts';
import { organisationSchema } from '../../actions/organisations.ts';
import { subjectSchema } from '../../actions/subject-access.ts';
import { Refusal } from '../../trial/refusal.ts';
import type { Acting } from '../acts.ts';
import type { Problems } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { dateIn } from '../form-date.ts';
import { isFormKey } from '../forms.ts';
import { type BoroughProblem, type BoroughState, boroughPage } from '../pages/borough.ts';
import { type SubjectState, subjectPage } from '../pages/subject.ts';

const nothing: BoroughState = { problems: [], typed: new URLSearchParams(), hasSaved: false };

/** What people read beside a field; the schema's own words speak of JSON. */
const asked: Readonly<Record<string, string>> = {
  kind: 'Select which of the two it is',
  reference: 'Enter the reference, up to 200 characters',
  expiresOn: 'Enter the last day as a date, such as 31 3 2027',
  lawfulBasis: 'Select a lawful basis',
  channels: 'Select channels from the list',
  fromOn: 'Enter the first day as a date, such as 1 4 2026',
  toOn: 'Enter the last day as a date, such as 30 6 2026',
  name: 'Enter the organisation’s name, up to 200 characters',
  code: 'Enter a code in lower case with hyphens, such as volunteer-centre',
  organisationKind: 'Select what the organisation is',
  people: 'Enter the number of people, from 0 to 100,000',
};

export function boroughRoutes({ web, desk, show, notFound }: Door): void {
  async function showBorough(context: Context<WebEnv>, state: BoroughState): Promise<Response> {
    const viewer = viewerOf(context);
    if (viewer.borough === null) return notFound(context);
    const slug = context.req.param('slug') ?? '';
    const agreements = await desk.agreements(viewer, slug, viewer.borough);
    const targets = await desk.targets(viewer, slug, viewer.borough);
    const organisations = await desk.organisations(viewer, slug);
    const page = boroughPage(slug, agreements, targets, organisations, may(viewer, 'record-agreements'), state);
    return show(context, page, state.problems.length > 0 ? 422 : 200);
  }

  const onlySmall = bodyLimit({ maxSize: 16_384, onError: (context) => showBorough(context, nothing) });

  /** Reads one of the forms, acts, and shows the page again: with what is wrong, or as it stands now. */
  function takes<Input>(
    path: string,
    schema: z.ZodType<Input>,
    read: (form: URLSearchParams, borough: string) => unknown,
    act: (by: Acting, slug: string, borough: string, input: Input) => Promise<Problems>,
    fieldOf: (path: string) => string = (path) => path,
  ): void {
    web.post(`/trials/:slug/borough/${path}`, onlySmall, async (context) => {
      const viewer = viewerOf(context);
      if (viewer.borough === null) return notFound(context);
      const form = new URLSearchParams(await context.req.text());
      const parsed = schema.safeParse(read(form, viewer.borough));
      const refused = (problems: readonly BoroughProblem[]) =>
        showBorough(context, { problems, typed: form, hasSaved: false });
      if (!parsed.success) {
        const named = [...new Set(parsed.error.issues.map(({ path: [field] }) => fieldOf(String(field))))];
        return refused(named.map((field) => ({ field, text: asked[field] ?? 'This is not right' })));
      }
      const key = form.get('key') ?? '';
      if (!isFormKey(key)) return showBorough(context, { ...nothing, typed: form });
      const slug = context.req.param('slug') ?? '';
      const problems = await act({ viewer, key }, slug, viewer.borough, parsed.data);
      if (problems.length > 0)
        return refused(problems.map(({ path: field, message: text }) => ({ field: fieldOf(field), text })));
      return context.redirect(`/trials/${encodeURIComponent(slug)}/borough?saved=1`, 303);
    });
  }

  web.get('/trials/:slug/borough', (context) =>
    showBorough(context, { ...nothing, hasSaved: context.req.query('saved') === '1' }),
  );

  takes(
    'agreement',
    agreementSchema,
    (form) => ({ kind: form.get('kind'), reference: form.get('reference'), expiresOn: dateIn(form, 'expiresOn') }),
    (...given) => desk.recordAgreement(...given),
  );
  takes(
    'contact-terms',
    contactTermsSchema,
    (form) => ({ lawfulBasis: form.get('lawfulBasis'), channels: form.getAll('channels') }),
    (...given) => desk.recordContactTerms(...given),
  );
  takes(
    'target',
    targetSchema,
    (form) => ({
      ...{ fromOn: dateIn(form, 'fromOn'), toOn: dateIn(form, 'toOn') },
      people: /^\d{1,6}$/.test((form.get('people') ?? '').trim()) ? Number(form.get('people')) : null,
    }),
    (...given) => desk.setTarget(...given),
  );

  takes(
    'organisation',
    organisationSchema,
    (form, borough) => ({
      ...{ name: form.get('name'), code: (form.get('code') ?? '').trim(), kind: form.get('organisationKind'), borough },
    }),
    (by, slug, _, input) => desk.registerOrganisation(by, slug, input),
    (path) => (path === 'kind' ? 'organisationKind' : path),
  );

  const showSubject = (context: Context<WebEnv>, state: SubjectState) =>
    show(
      context,
      subjectPage(context.req.param('slug') ?? '', state),
      state.kind === 'asking' && state.problem !== null ? 422 : 200,
    );

  web.get('/trials/:slug/subject-access', (context) => showSubject(context, { kind: 'asking', problem: null }));

  web.post('/trials/:slug/subject-access', onlySmall, async (context) => {
    const viewer = viewerOf(context);
    const form = new URLSearchParams(await context.req.text());
    const parsed = subjectSchema.safeParse({ reference_hash: (form.get('reference_hash') ?? '').trim() });
    const key = form.get('key') ?? '';
    if (!parsed.success || !isFormKey(key)) {
      const problem = 'Enter the reference hash: 64 digits and letters from a to f';
      return showSubject(context, { kind: 'asking', problem });
    }
    const slug = context.req.param('slug');
    try {
      const id = await desk.askAboutSubject({ viewer, key }, slug, parsed.data.reference_hash);
      return context.redirect(`/trials/${encodeURIComponent(slug)}/subject-access/${encodeURIComponent(id)}`, 303);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not-found') throw error;
      return showSubject(context, { kind: 'asking', problem: error.message });
    }
  });

  web.get('/trials/:slug/subject-access/:id', async (context) => {
    const viewer = viewerOf(context);
    const view = await desk.subject(viewer, context.req.param('slug'), context.req.param('id'));
    return showSubject(context, { kind: 'answered', view });
  });
}
