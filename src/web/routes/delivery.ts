/** The delivery log of a ceremony, its history, and a partner's rota. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type DeliveryInput, deliverySchema } from '../../actions/record-delivery.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { isFormKey } from '../forms.ts';
import {
  answersOf,
  type DeliveryAnswers,
  type DeliveryProblem,
  type DeliveryState,
  deliveryPage,
} from '../pages/delivery.ts';
import { historyPage } from '../pages/history.ts';
import { rotaPage } from '../pages/rota.ts';

export function deliveryRoutes({ web, desk, show }: Door): void {
  async function showDelivery(context: Context<WebEnv>, state: DeliveryState | null): Promise<Response> {
    const viewer = viewerOf(context);
    const place = await desk.deliveryPlace(viewer, context.req.param('ceremony') ?? '');
    const isRefused = state?.kind === 'asked' && state.problems.length > 0;
    const fresh: DeliveryState = { kind: 'asked', answers: answersOf(place.log), problems: [] };
    return show(context, deliveryPage(place, state ?? fresh), isRefused ? 422 : 200);
  }

  const onlySmall = bodyLimit({ maxSize: 16_384, onError: (context) => showDelivery(context, null) });

  web.get('/ceremonies/:ceremony/delivery', (context) =>
    showDelivery(context, context.req.query('logged') === '1' ? { kind: 'logged' } : null),
  );

  web.post('/ceremonies/:ceremony/delivery/check', onlySmall, async (context) => {
    const answers = answersIn(new URLSearchParams(await context.req.text()));
    const read = inputOf(answers);
    if (Array.isArray(read)) return showDelivery(context, { kind: 'asked', answers, problems: read });
    return showDelivery(context, { kind: 'check', input: read, key: crypto.randomUUID() });
  });

  web.post('/ceremonies/:ceremony/delivery', onlySmall, async (context) => {
    const viewer = viewerOf(context);
    const form = new URLSearchParams(await context.req.text());
    const answers = answersIn(form);
    const read = inputOf(answers);
    if (Array.isArray(read)) return showDelivery(context, { kind: 'asked', answers, problems: read });
    const id = context.req.param('ceremony');
    const key = form.get('key') ?? '';
    if (!isFormKey(key)) return showDelivery(context, { kind: 'asked', answers, problems: [] });
    const problems = await desk.recordDelivery({ viewer, key }, id, read);
    if (problems.length > 0) {
      const beside = problems.map(({ path, message }) => ({ field: fieldOf(path), text: message }));
      return showDelivery(context, { kind: 'asked', answers, problems: beside });
    }
    return context.redirect(`/ceremonies/${encodeURIComponent(id)}/delivery?logged=1`, 303);
  });

  web.get('/ceremonies/:ceremony/history', async (context) => {
    const viewer = viewerOf(context);
    const id = context.req.param('ceremony');
    return show(context, historyPage(id, await desk.history(viewer, id), viewer.isTraining));
  });

  web.get('/rota', async (context) => {
    const viewer = viewerOf(context);
    return show(context, rotaPage(await desk.rota(viewer)));
  });
}

function answersIn(form: URLSearchParams): DeliveryAnswers {
  return {
    deliveredBy: form.getAll('deliveredBy'),
    servicePresent: form.get('servicePresent') ?? '',
    formHelp: form.get('formHelp') ?? '',
    minutes: (form.get('minutes') ?? '').trim(),
    deviations: form.getAll('deviations'),
  };
}

/** The log that these answers make, or what is wrong with them. */
function inputOf(answers: DeliveryAnswers): DeliveryInput | DeliveryProblem[] {
  const isNone = answers.deviations.includes('none');
  const problems: DeliveryProblem[] = [];
  if (answers.deliveredBy.length === 0) problems.push({ field: 'deliveredBy', text: 'Select who delivered it' });
  if (!isYesOrNo(answers.servicePresent))
    problems.push({ field: 'servicePresent', text: 'Select yes if the volunteering service was present' });
  if (!isYesOrNo(answers.formHelp))
    problems.push({ field: 'formHelp', text: 'Select yes if help with forms was offered' });
  if (!/^\d{1,3}$/.test(answers.minutes) || Number(answers.minutes) > 240)
    problems.push({ field: 'minutes', text: 'Enter the minutes as a whole number from 0 to 240' });
  if (answers.deviations.length === 0)
    problems.push({ field: 'deviations', text: 'Select in what it differed, or that it was delivered as drawn' });
  if (isNone && answers.deviations.length > 1)
    problems.push({ field: 'deviations', text: 'Select in what it differed, or that it did not: not both' });
  if (problems.length > 0) return problems;
  const parsed = deliverySchema.safeParse({
    deliveredBy: answers.deliveredBy,
    servicePresent: answers.servicePresent === 'yes',
    formHelp: answers.formHelp === 'yes',
    minutes: Number(answers.minutes),
    deviations: isNone ? [] : answers.deviations,
  });
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map(({ path, message }) => ({ field: fieldOf(String(path[0])), text: message }));
}

const isYesOrNo = (text: string): boolean => text === 'yes' || text === 'no';

/** The field that a path of the log speaks of: "deliveredBy[0]" is the organisations. */
function fieldOf(path: string): keyof DeliveryAnswers {
  const name = path.replace(/\[.*$/, '');
  return name === 'servicePresent' || name === 'formHelp' || name === 'minutes' || name === 'deviations'
    ? name
    : 'deliveredBy';
}
