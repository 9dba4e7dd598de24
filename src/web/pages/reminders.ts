/** Reminders of a borough: what is due today and this week, the messages as made in this browser, and what became of them. Never an arm. */
import type { ReminderAlarm } from '../../actions/read-reminder-delivery.ts';
import type { RemindersView } from '../../actions/read-reminders.ts';
import type { ReminderDelivery } from '../../actions/record-reminder-deliveries.ts';
import { boroughName } from '../../trial/boroughs.ts';
import { type ReminderChannel, reminderChannels, reminderWordingOf } from '../../trial/reminder-wording.ts';
import { type DeliveryStatus, deliveryStatuses } from '../../trial/reminders.ts';
import type { Problems } from '../desk-port.ts';
import { type FieldError, newKey } from '../forms.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, numberCell, row } from '../rows.ts';
import { capitalise, dayInFull, people } from '../words.ts';
import type { Crumb } from './ceremony.ts';
import { deskFormPage } from './desk-form.ts';

export type RemindersModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly caption: string;
  readonly heading: string;
  readonly trial: string;
  readonly borough: string;
  readonly boroughName: string;
  readonly base: string;
  readonly saved: string | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly nobody: string | null;
  readonly termsHref: string;
  readonly schedule: string;
  readonly due: readonly string[];
  /** Something may be made, or made again. */
  readonly isMaking: boolean;
  readonly dueWords: string;
  readonly coming: readonly string[];
  /** What the lists must say beside addresses; null where nothing. */
  readonly consentWords: string | null;
  readonly madeWords: string | null;
  readonly counts: readonly (readonly Cell[])[];
  readonly templates: readonly { readonly channel: string; readonly text: string }[];
  readonly key: string;
  readonly wrong: Readonly<Record<'report' | 'made', FieldError>>;
};

const statusWords: Readonly<Record<DeliveryStatus, string>> = {
  delivered: 'Delivered',
  'permanent-failure': 'Never deliverable',
  'temporary-failure': 'Not accepted for now',
  'technical-failure': 'Technical failure',
};
const channelWords: Readonly<Record<ReminderChannel, string>> = {
  'e-mail': 'E-mail',
  'text-message': 'Text message',
};
const messages = (count: number): string => `${count.toLocaleString('en-GB')} ${count === 1 ? 'message' : 'messages'}`;
const heading = 'Reminders';

export type RemindersState = {
  /** How many messages were just recorded as made, or with what became of them. */
  readonly done: { readonly what: 'made' | 'recorded'; readonly count: number } | null;
  /** `path`: 'report' or 'made', whose form it is; '' for the page. */
  readonly problems: Problems;
};

const crumbs = (slug: string, last: string): readonly Crumb[] => [
  { text: 'Today', href: '/today' },
  { text: 'Trial', href: `/trials/${encodeURIComponent(slug)}` },
  { text: last },
];

export function remindersPage(view: RemindersView, { done, problems }: RemindersState): Page {
  const name = boroughName(view.borough) ?? view.borough;
  const base = `/trials/${encodeURIComponent(view.trial)}/reminders`;
  return {
    view: 'reminders',
    title: `${problems.length > 0 ? 'Error: ' : ''}${heading}: ${view.title}`,
    isTraining: view.isTraining,
    model: {
      breadcrumbs: crumbs(view.trial, heading),
      caption: `${view.title}, ${name}`,
      heading,
      ...{ trial: view.trial, borough: view.borough, boroughName: name, base },
      saved: done === null ? null : doneWords(done),
      errors: problems.map(({ path, message }) => ({
        text: message,
        href: path === '' ? '#main-content' : `#${path}`,
      })),
      nobody: view.nobody,
      termsHref: `/trials/${encodeURIComponent(view.trial)}/borough`,
      schedule: scheduleWords(view),
      due: dueLines(view),
      dueWords:
        view.due.length === 0 ? 'Nobody is to be reminded today.' : `${messages(view.due.length)} may be sent today.`,
      coming: view.coming.map(
        ({ on, reminder, messages: count }) => `${dayInFull(on)}: reminder ${reminder}, ${messages(count)}`,
      ),
      isMaking: view.due.length + view.made.length > 0,
      consentWords:
        view.lawfulBasis === 'consent'
          ? 'You contact people by their consent: only those are reminded whose row says yes in a column “consent to contact”.'
          : null,
      madeWords:
        view.made.length === 0 ? null : `Nothing is recorded yet of the delivery of ${messages(view.made.length)}.`,
      counts: view.counts
        .filter(({ made }) => made > 0)
        .map((one) => [
          cell(String(one.reminder)),
          numberCell(String(one.made)),
          ...deliveryStatuses.map((status) => numberCell(String(one[status]))),
          numberCell(String(one.waiting)),
        ]),
      templates: templatesOf(view),
      key: newKey(),
      wrong: { report: wrongIn('report', problems), made: wrongIn('made', problems) },
    },
  };
}

function wrongIn(form: string, problems: Problems): FieldError {
  const texts = problems.filter(({ path }) => path === form).map(({ message }) => message);
  return texts.length === 0 ? false : { text: texts.join('. ') };
}

function doneWords({ what, count }: NonNullable<RemindersState['done']>): string {
  if (what === 'recorded') return `Recorded what became of ${messages(count)}.`;
  return `${messages(count)} ${count === 1 ? 'is' : 'are'} recorded as made.`;
}

function scheduleWords({ declared }: RemindersView): string {
  if (declared === null) return '';
  const days = declared.schedule.map(({ afterDays }) => String(afterDays));
  const listed = days.length === 1 ? days[0] : `${days.slice(0, -1).join(', ')} and ${days.at(-1)}`;
  const household = declared.onePerHousehold ? ' A household gets one message.' : '';
  return `The protocol declares reminders ${listed} days after the ceremony, in the same words for everybody.${household}`;
}

function dueLines({ due }: RemindersView): readonly string[] {
  return [...Map.groupBy(due, ({ reminder, until }) => `${reminder} ${until}`).values()].map((together) => {
    const [first] = together;
    const who = people(together.reduce((sum, one) => sum + one.people.length, 0));
    return `Reminder ${first?.reminder}: ${messages(together.length)} for ${who}, until ${dayInFull(first?.until ?? '')}`;
  });
}

function templatesOf({ declared, channels }: RemindersView): RemindersModel['templates'] {
  const wording = declared === null ? undefined : reminderWordingOf(declared.wording);
  if (wording === undefined) return [];
  return reminderChannels
    .filter((channel) => channels.includes(channel))
    .map((channel) => {
      const { subject, body } = wording[channel];
      const lines = [...(subject === null ? [] : [`Subject: ${subject}`]), ...body];
      return { channel: channelWords[channel], text: lines.join('\n\n') };
    });
}

/** What a report comes down to, before it is kept. @param text the file of hashes and codes, sent along and judged again */
export function deliveriesCheckPage(view: RemindersView, rows: readonly ReminderDelivery[], text: string): Page {
  const base = `/trials/${encodeURIComponent(view.trial)}/reminders`;
  const last = 'Check what became of the messages';
  const count = (status: DeliveryStatus) => rows.filter((one) => one.status === status).length;
  return deskFormPage({
    breadcrumbs: [...crumbs(view.trial, heading).slice(0, 2), { text: heading, href: base }, { text: last }],
    caption: view.title,
    heading: last,
    isTraining: view.isTraining,
    rows: [
      row('Messages', String(rows.length)),
      ...deliveryStatuses.map((status) => row(statusWords[status], String(count(status)))),
    ],
    facts: ['Only hashes and these codes are recorded. The report itself stays with you.'],
    hidden: [{ name: 'rows', value: text }],
    action: `${base}/deliveries`,
    button: 'Record it',
    back: base,
  });
}

export type ReminderAlarmModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly heading: string;
  readonly isAlarm: boolean;
  readonly words: string;
  readonly reported: string;
};

const alarmWords: Readonly<Record<ReminderAlarm['alarm'], string>> = {
  'too-few': 'Too few messages are reported to tell whether their delivery differs by arm.',
  none: 'There is no sign that the delivery of reminders differs by arm.',
  'differs-by-arm':
    'The delivery of reminders differs by arm: more than chance would let expect. The trial statistician can read how.',
};

export function reminderAlarmPage({ slug, reported, alarm }: ReminderAlarm): Page {
  const title = 'Delivery of reminders';
  return {
    view: 'reminder-alarm',
    title,
    isTraining: false,
    model: {
      breadcrumbs: crumbs(slug, title),
      heading: title,
      isAlarm: alarm === 'differs-by-arm',
      words: alarmWords[alarm],
      reported: `${capitalise(messages(reported))} reported, in all arms together.`,
    },
  };
}
