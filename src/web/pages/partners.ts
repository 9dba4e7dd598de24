/** Which partner organisations a borough asks to come: to one ceremony, or to every ceremony drawn to an arm. No drawn arm is shown. */
import type { NewOrganisation } from '../../actions/organisations.ts';
import type { Assignment, Problem } from '../desk-port.ts';
import type { CeremonyLine } from '../reads.ts';
import type { Page } from '../render.ts';
import { row } from '../rows.ts';
import { clockTime, dayInFull, sentenceCase } from '../words.ts';
import { deskFormPage, radios, select } from './desk-form.ts';

export type PartnersPlace = {
  readonly slug: string;
  readonly organisations: readonly NewOrganisation[];
  readonly assignments: readonly Assignment[];
  /** Of the borough in this trial. */
  readonly ceremonies: readonly CeremonyLine[];
  /** Arms of the protocol; none where one room holds several. */
  readonly arms: readonly string[];
  /** 'YYYY-MM-DD' in London. */
  readonly today: string;
};

const name = 'Partners at ceremonies';
const hrefOf = (slug: string) => `/trials/${encodeURIComponent(slug)}/partners`;
const crumbs = (slug: string, last: string) => [
  { text: 'Today', href: '/today' },
  { text: 'Trial', href: `/trials/${encodeURIComponent(slug)}` },
  ...(last === name ? [] : [{ text: name, href: hrefOf(slug) }]),
  { text: last },
];

function whereTo({ ceremonies }: PartnersPlace, { ceremony, arm }: Assignment): string {
  if (arm !== null) return `every ceremony drawn to ${arm}`;
  const held = ceremonies.find(({ id }) => id === ceremony);
  return held === undefined ? 'a ceremony' : `${dayInFull(held.heldOn)}, ${clockTime(held.startsAt)}`;
}

const nameOf = ({ organisations }: PartnersPlace, code: string): string =>
  organisations.find((one) => one.code === code)?.name ?? code;

const doneWords: Readonly<Record<string, string>> = {
  assigned: 'The partner is asked to come. They see the ceremony in their rota once it is unsealed.',
  ended: 'The partner is not asked any more.',
};

export function partnersPage(
  place: PartnersPlace,
  typed: { readonly organisation: string; readonly to: string },
  done: string | null,
  problems: readonly Problem[] = [],
  key?: string,
): Page {
  const { slug, organisations, ceremonies, arms, today } = place;
  const coming = ceremonies.filter(({ heldOn, state }) => heldOn >= today && state === 'planned');
  const hasTargets = coming.length + arms.length > 0;
  return deskFormPage({
    isTraining: ceremonies.some(({ isTraining }) => isTraining),
    breadcrumbs: crumbs(slug, name),
    caption: ceremonies[0]?.trialTitle ?? slug,
    heading: name,
    back: `/trials/${encodeURIComponent(slug)}/borough`,
    ...(key === undefined ? {} : { key }),
    done: done === null ? null : (doneWords[done] ?? null),
    problems,
    verdict:
      organisations.length === 0
        ? 'No organisation is registered. A borough lead registers those that deliver.'
        : hasTargets
          ? true
          : 'No ceremony is coming that a partner could be asked to.',
    link: { text: 'Organisations, agreements and targets', href: `/trials/${encodeURIComponent(slug)}/borough` },
    list: {
      heading: 'Asked to come',
      empty: 'No partner is asked to come.',
      items: place.assignments.map((one) => ({
        text: `${nameOf(place, one.organisation)}: ${whereTo(place, one)}`,
        hint: '',
        href: `${hrefOf(slug)}/${encodeURIComponent(one.id)}/end`,
        link: 'Do not ask them any more',
      })),
    },
    facts: ['A partner sees where and when to come once the ceremony is unsealed, and never an arm or a list.'],
    fields: [
      select(
        'organisation',
        'Which organisation?',
        organisations.map((one) => ({ value: one.code, text: one.name })),
        typed.organisation,
      ),
      radios(
        'to',
        'To which ceremony?',
        [
          ...coming.map((one) => ({
            value: `ceremony ${one.id}`,
            text: `${dayInFull(one.heldOn)}, ${clockTime(one.startsAt)}, ${sentenceCase(one.venue)}`,
          })),
          ...arms.map((arm) => ({ value: `arm ${arm}`, text: `Every ceremony of your borough drawn to ${arm}` })),
        ],
        typed.to,
      ),
    ],
    action: hrefOf(slug),
    button: 'Ask them to come',
  });
}

export function endPartnerPage(place: PartnersPlace, one: Assignment): Page {
  const heading = 'Do not ask a partner any more';
  return deskFormPage({
    isTraining: place.ceremonies.some(({ isTraining }) => isTraining),
    breadcrumbs: crumbs(place.slug, heading),
    caption: nameOf(place, one.organisation),
    heading,
    back: hrefOf(place.slug),
    rows: [row('Organisation', nameOf(place, one.organisation)), row('Asked to', sentenceCase(whereTo(place, one)))],
    facts: ['It leaves their rota. Tell them as well.'],
    action: `${hrefOf(place.slug)}/${encodeURIComponent(one.id)}/end`,
    button: 'Do not ask them',
    isWarning: true,
  });
}
