/** The pages of a ceremony's delivery log: the form, the answers to check, and the log that stands. */
import type { DeliveryPlace } from '../../actions/read-delivery-place.ts';
import type { DeliveryInput } from '../../actions/record-delivery.ts';
import { deliveryDeviations, deviationWords } from '../../trial/delivery.ts';
import type { Page } from '../render.ts';
import { row, type SummaryRow } from '../rows.ts';
import { clockTime, dayInFull, sentenceCase } from '../words.ts';

type Choice = {
  readonly value: string;
  readonly text: string;
  readonly checked: boolean;
  readonly behaviour?: 'exclusive';
};
type FieldError = { readonly text: string } | false;

/** What was typed, as it was typed. */
export type DeliveryAnswers = {
  readonly deliveredBy: readonly string[];
  readonly servicePresent: string;
  readonly formHelp: string;
  readonly minutes: string;
  readonly deviations: readonly string[];
};

export type DeliveryProblem = { readonly field: keyof DeliveryAnswers; readonly text: string };

export type DeliveryModel = {
  readonly heading: string;
  readonly caption: string;
  readonly action: string;
  readonly historyHref: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly whyNot: string | null;
  readonly logged: string | null;
  readonly standing: readonly SummaryRow[] | null;
  /** Where to report that another arm was delivered; null where the log says nothing of the kind. */
  readonly reportHref: string | null;
  readonly hasOrganisations: boolean;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly organisations: { readonly items: readonly Choice[]; readonly error: FieldError };
  readonly service: { readonly value: string; readonly error: FieldError };
  readonly forms: { readonly value: string; readonly error: FieldError };
  readonly minutes: { readonly value: string; readonly error: FieldError };
  readonly deviations: {
    readonly items: readonly (Choice | { readonly divider: string })[];
    readonly error: FieldError;
  };
  /** The answers to be checked, and sent back as they are; null while they are being given. */
  readonly check: {
    readonly rows: readonly SummaryRow[];
    readonly hidden: readonly { readonly name: string; readonly value: string }[];
    readonly key: string;
  } | null;
};

export type DeliveryState =
  | { readonly kind: 'asked'; readonly answers: DeliveryAnswers; readonly problems: readonly DeliveryProblem[] }
  | { readonly kind: 'check'; readonly input: DeliveryInput; readonly key: string }
  | { readonly kind: 'logged' };

export function deliveryPage(place: DeliveryPlace, state: DeliveryState): Page {
  const when = `${dayInFull(place.heldOn)} at ${clockTime(place.startsAt)}`;
  const problems = state.kind === 'asked' ? state.problems : [];
  const answers = state.kind === 'asked' ? state.answers : answersOf(null);
  const heading = state.kind === 'check' ? 'Check the delivery log' : 'Delivery log';
  const errorOf = (field: keyof DeliveryAnswers): FieldError => {
    const text = problems.filter((one) => one.field === field).map((one) => one.text);
    return text.length === 0 ? false : { text: text.join('. ') };
  };
  const href = `/ceremonies/${encodeURIComponent(place.ceremony)}`;
  return {
    view: 'delivery',
    title: `${problems.length > 0 ? 'Error: ' : ''}${heading}: ${when}`,
    isTraining: place.isTraining,
    model: {
      heading,
      caption: `Ceremony of ${when}, ${sentenceCase(place.venue)}`,
      action: `${href}/delivery`,
      historyHref: `${href}/history`,
      breadcrumbs: [{ text: 'Today', href: '/today' }, { text: `Ceremony, ${when}`, href }, { text: 'Delivery log' }],
      whyNot: place.whyNot,
      logged: state.kind === 'logged' ? 'The delivery was logged' : null,
      standing: place.log === null ? null : rowsOf(place, place.log),
      reportHref:
        place.log?.deviations.includes('other-arm-delivered') === true
          ? `${href}/errors/new?kind=not-delivered-as-drawn`
          : null,
      hasOrganisations: place.organisations.length > 0,
      errors: problems.map(({ field, text }) => ({ text, href: `#${field}` })),
      organisations: {
        items: place.organisations.map(({ code, name }) => ({
          ...{ value: code, text: name },
          checked: answers.deliveredBy.includes(code),
        })),
        error: errorOf('deliveredBy'),
      },
      service: { value: answers.servicePresent, error: errorOf('servicePresent') },
      forms: { value: answers.formHelp, error: errorOf('formHelp') },
      minutes: { value: answers.minutes, error: errorOf('minutes') },
      deviations: {
        items: [
          ...deliveryDeviations.map((value) => ({
            ...{ value, text: deviationWords[value] },
            checked: answers.deviations.includes(value),
          })),
          { divider: 'or' },
          {
            ...{ value: 'none', text: 'No, it was delivered as drawn', behaviour: 'exclusive' as const },
            checked: answers.deviations.includes('none'),
          },
        ],
        error: errorOf('deviations'),
      },
      check:
        state.kind === 'check'
          ? { rows: rowsOf(place, state.input), hidden: hiddenOf(state.input), key: state.key }
          : null,
    },
  };
}

/** The form as a log would have been filled in; empty where there is none. */
export function answersOf(log: DeliveryInput | null): DeliveryAnswers {
  if (log === null) return { deliveredBy: [], servicePresent: '', formHelp: '', minutes: '', deviations: [] };
  const { deliveredBy, servicePresent, formHelp, minutes, deviations } = log;
  return {
    ...{ deliveredBy, minutes: String(minutes) },
    ...{ servicePresent: servicePresent ? 'yes' : 'no', formHelp: formHelp ? 'yes' : 'no' },
    deviations: deviations.length === 0 ? ['none'] : deviations,
  };
}

function rowsOf({ organisations }: DeliveryPlace, log: DeliveryInput): readonly SummaryRow[] {
  const nameOf = (code: string) => organisations.find((one) => one.code === code)?.name ?? code;
  return [
    row('Delivered by', log.deliveredBy.map(nameOf).join(', ')),
    row('Volunteering service present', log.servicePresent ? 'Yes' : 'No'),
    row('Help with forms offered', log.formHelp ? 'Yes' : 'No'),
    row('Minutes', String(log.minutes)),
    row(
      'Differed from the arm',
      log.deviations.length === 0 ? 'No' : log.deviations.map((code) => deviationWords[code]).join('. '),
    ),
  ];
}

function hiddenOf(input: DeliveryInput): readonly { readonly name: string; readonly value: string }[] {
  const { deliveredBy, deviations, ...single } = answersOf(input);
  return [
    ...deliveredBy.map((value) => ({ name: 'deliveredBy', value })),
    ...Object.entries(single).map(([name, value]) => ({ name, value })),
    ...deviations.map((value) => ({ name: 'deviations', value })),
  ];
}
