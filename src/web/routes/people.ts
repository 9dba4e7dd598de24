/** What is done about people of a ceremony: book one into another ceremony, record that one leaves; and errors of the draw. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { PeopleDesk } from '../../actions/read-people-desk.ts';
import { rebookSchema } from '../../actions/rebook-attendee.ts';
import { takeBackSchema } from '../../actions/take-back-randomisation-error.ts';
import { withdrawSchema } from '../../actions/withdraw-attendee.ts';
import {
  type RandomisationErrorKind,
  randomisationErrorKinds,
  randomisationErrorSchema,
} from '../../trial/randomisation-errors.ts';
import { Refusal } from '../../trial/refusal.ts';
import type { Problem, Problems } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { keyOf } from '../forms.ts';
import {
  checkErrorPage,
  errorsPage,
  fieldsOf,
  reportErrorPage,
  type TypedError,
  takeBackPage,
  unitsOf,
} from '../pages/errors.ts';
import { checkWithdrawalPage, peoplePage, rebookPage, stopMessagesPage, withdrawPage } from '../pages/people.ts';
import type { Viewer } from '../reads.ts';

/** These refusals are said beside the form that they answer. */
const saidBeside = ['list-closed', 'already-drawn', 'already-reported', 'not-randomised', 'still-sealed', 'too-early'];

export async function saying(act: () => Promise<Problems>): Promise<Problems> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal && saidBeside.includes(error.code)) return [{ path: '', message: error.message }];
    throw error;
  }
}

export function peopleRoutes({ web, desk, show, notFound }: Door): void {
  const onlySmall = bodyLimit({
    maxSize: 16_384,
  });
  const formOf = async (context: Context<WebEnv>) => new URLSearchParams(await context.req.text());
  const toPage = (context: Context<WebEnv>, page: string, done: string) =>
    context.redirect(
      `/ceremonies/${encodeURIComponent(context.req.param('ceremony') ?? '')}/${page}?done=${done}`,
      303,
    );

  /** The paths of ceremonies are for people who are signed in: whoever is not was sent to sign in before. */
  async function at(context: Context<WebEnv>): Promise<{ readonly viewer: Viewer; readonly place: PeopleDesk }> {
    const viewer = viewerOf(context);
    return { viewer, place: await desk.peopleDesk(viewer, context.req.param('ceremony') ?? '') };
  }

  const personOf = (context: Context<WebEnv>, { people }: PeopleDesk) =>
    people.find(({ id }) => id === context.req.param('person'));

  web.get('/ceremonies/:ceremony/people', async (context) =>
    show(context, peoplePage((await at(context)).place, context.req.query('done') ?? null)),
  );

  web.get('/ceremonies/:ceremony/people/:person/rebook', async (context) => {
    const { place } = await at(context);
    const person = personOf(context, place);
    return person === undefined ? notFound(context) : show(context, rebookPage(place, person));
  });

  web.post('/ceremonies/:ceremony/people/:person/rebook', onlySmall, async (context) => {
    const { viewer, place } = await at(context);
    const form = await formOf(context);
    const [key, to, reason] = [keyOf(form), form.get('to') ?? '', form.get('reason') ?? ''];
    const read = rebookSchema.safeParse({ trial_id: context.req.param('person'), to, reason });
    const problems: Problem[] = [];
    if (to === '') problems.push({ path: 'to', message: 'Choose the ceremony that they come to instead' });
    if (!read.success) problems.push({ path: 'reason', message: 'Choose a reason' });
    if (problems.length === 0 && read.success) {
      problems.push(...(await saying(() => desk.rebook({ viewer, key }, place.ceremony.id, read.data))));
    }
    if (problems.length === 0) return toPage(context, 'people', 'rebooked');
    const person = personOf(context, place);
    if (person === undefined) return notFound(context);
    return show(context, rebookPage(place, person, { to, reason }, problems, key), 422);
  });

  web.get('/ceremonies/:ceremony/people/:person/withdraw', async (context) => {
    const { place } = await at(context);
    const person = personOf(context, place);
    return person === undefined ? notFound(context) : show(context, withdrawPage(place, person));
  });

  web.get('/ceremonies/:ceremony/people/:person/messages', async (context) => {
    const { place } = await at(context);
    const person = personOf(context, place);
    return person === undefined ? notFound(context) : show(context, stopMessagesPage(place, person));
  });

  web.post('/ceremonies/:ceremony/people/:person/messages', onlySmall, async (context) => {
    const { viewer, place } = await at(context);
    const form = await formOf(context);
    const person = personOf(context, place);
    if (person === undefined) return notFound(context);
    const problems = await desk.stopContact({ viewer, key: keyOf(form) }, place.ceremony.trial, person.id);
    if (problems.length === 0) return toPage(context, 'people', 'silent');
    return show(context, stopMessagesPage(place, person, problems), 422);
  });

  for (const step of ['withdraw/check', 'withdraw'] as const) {
    web.post(`/ceremonies/:ceremony/people/:person/${step}`, onlySmall, async (context) => {
      const { viewer, place } = await at(context);
      const form = await formOf(context);
      const typed = { reason: form.get('reason') ?? '', decision: form.get('decision') ?? '' };
      const read = withdrawSchema.safeParse({ trial_id: context.req.param('person'), ...typed });
      const person = personOf(context, place);
      const problems: Problem[] = read.success ? [] : missingIn(read.error.issues);
      if (read.success && step === 'withdraw') {
        const act = () => desk.withdraw({ viewer, key: keyOf(form) }, place.ceremony.trial, read.data);
        problems.push(...(await saying(act)));
        if (problems.length === 0) return toPage(context, 'people', 'left');
      }
      if (person === undefined) return notFound(context);
      if (problems.length > 0 || !read.success) return show(context, withdrawPage(place, person, typed, problems), 422);
      return show(context, checkWithdrawalPage(place, person, read.data));
    });
  }

  web.get('/ceremonies/:ceremony/errors', async (context) =>
    show(context, errorsPage((await at(context)).place, context.req.query('done') ?? null)),
  );

  const kindIn = (text: string | null | undefined): RandomisationErrorKind | undefined =>
    randomisationErrorKinds.find((kind) => kind === text);

  web.get('/ceremonies/:ceremony/errors/new', async (context) => {
    const { place } = await at(context);
    const kind = kindIn(context.req.query('kind'));
    if (kind !== undefined) return show(context, reportErrorPage(place, kind));
    return show(context, errorsPage(place, null, [{ path: 'kind', message: 'Choose what went wrong' }]), 422);
  });

  for (const step of ['errors/check', 'errors'] as const) {
    web.post(`/ceremonies/:ceremony/${step}`, onlySmall, async (context) => {
      const { viewer, place } = await at(context);
      const form = await formOf(context);
      const kind = kindIn(form.get('kind'));
      if (kind === undefined) return notFound(context);
      const typed = Object.fromEntries([...form].map(([name, value]) => [name, value.trim()]));
      const report = await reportOf(viewer, place, kind, typed);
      const read = randomisationErrorSchema.safeParse(report);
      const problems = problemsIn(place, kind, typed, report, read.error?.issues ?? []);
      if (problems.length === 0 && read.success && step === 'errors') {
        const act = () => desk.reportError({ viewer, key: keyOf(form) }, place.ceremony.trial, read.data);
        problems.push(...(await saying(act)).map(({ path, message }) => ({ path: fieldOf(path), message })));
        if (problems.length === 0) return toPage(context, 'errors', 'reported');
      }
      if (problems.length > 0) return show(context, reportErrorPage(place, kind, typed, problems), 422);
      return show(context, checkErrorPage(place, kind, typed));
    });
  }

  /** The report that these answers make; null where a code names nobody. */
  async function reportOf(viewer: Viewer, place: PeopleDesk, kind: RandomisationErrorKind, typed: TypedError) {
    const unit = typed.unit ?? unitsOf(place)[0]?.value ?? '';
    const { trial_id = '', reason = '', delivered = '' } = typed;
    switch (kind) {
      case 'wrong-stratum':
        return { kind, unit, values: place.protocol.strata.map((_, index) => typed[`value-${index}`] ?? '') };
      case 'mistaken-allocation':
        return { kind, unit, reason };
      case 'not-delivered-as-drawn':
        return {
          ...{ kind, unit },
          delivered: delivered.startsWith('arm ') ? { kind: 'arm', arm: delivered.slice(4) } : { kind: delivered },
        };
      case 'ineligible-found-later':
        return { kind, trial_id, reason };
    }
    const code = (typed.other_trial_id ?? '').replace(/^code /i, '').toLowerCase();
    const other = /^[0-9a-f]{6,20}$/.test(code) ? await desk.findByCode(viewer, place.ceremony.trial, code) : null;
    const person = place.people.find(({ id }) => id === trial_id);
    if (other === null || person === undefined) return null;
    return kind === 'duplicate-enrolment'
      ? { kind, trial_id, other_trial_id: other.id }
      : { kind, household: person.household, other_household: other.household };
  }

  for (const isAsking of [true, false]) {
    web.on(isAsking ? 'GET' : 'POST', '/ceremonies/:ceremony/errors/:id/take-back', onlySmall, async (context) => {
      const { viewer, place } = await at(context);
      const error = place.errors.find(({ id }) => id === context.req.param('id'));
      if (error === undefined) return notFound(context);
      if (isAsking) return show(context, takeBackPage(place, error));
      const form = await formOf(context);
      const read = takeBackSchema.safeParse({ reason: form.get('reason') });
      const key = keyOf(form);
      if (!read.success) {
        return show(context, takeBackPage(place, error, [{ path: 'reason', message: 'Choose a reason' }], key), 422);
      }
      await desk.takeBackError({ viewer, key }, place.ceremony.trial, error.id, read.data);
      return toPage(context, 'errors', 'taken-back');
    });
  }
}

type Issues = readonly { readonly path: readonly PropertyKey[] }[];

function missingIn(issues: Issues): Problem[] {
  const missing = new Set(issues.map(({ path: [field] }) => String(field)));
  return [
    ...(missing.has('reason') ? [{ path: 'reason', message: 'Choose a reason' }] : []),
    ...(missing.has('decision') ? [{ path: 'decision', message: 'Choose what happens to their data' }] : []),
  ];
}

/** What is left out first; then a code that names nobody; then what the schema refuses. */
function problemsIn(
  place: PeopleDesk,
  kind: RandomisationErrorKind,
  typed: TypedError,
  report: object | null,
  issues: Issues,
): Problem[] {
  const empty = fieldsOf(place, kind, typed).filter(({ value }) => value === '');
  if (empty.length > 0) {
    return empty.map((field) => ({ path: field.name, message: field.kind === 'input' ? 'Enter this' : 'Choose one' }));
  }
  const nobody = 'Nobody on a list of your borough in this trial has this code';
  if (report === null) return [{ path: 'other_trial_id', message: nobody }];
  return issues.map(({ path }) => ({ path: fieldOf(path.join('.')), message: 'Choose one' }));
}

/** The form's field of a path of the act: "values[1]" is value-1, "delivered.arm" is delivered. */
function fieldOf(path: string): string {
  const index = /^values[.[](\d+)/.exec(path)?.[1];
  if (index !== undefined) return `value-${index}`;
  if (path.startsWith('delivered')) return 'delivered';
  if (path === 'household') return 'trial_id';
  return path === 'other_household' ? 'other_trial_id' : path;
}
