/** On what a borough takes part in a trial: its agreements, terms of contact, targets and organisations, and the forms to change them. */

import type { NewOrganisation } from '../../actions/organisations.ts';
import {
  agreementKinds,
  agreementWords,
  contactChannels,
  lawfulBases,
  lawfulBasisWords,
} from '../../trial/agreements.ts';
import { boroughName } from '../../trial/boroughs.ts';
import { organisationKinds, organisationKindWords } from '../../trial/delivery.ts';
import type { AgreementsView, TargetsView } from '../desk-port.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, numberCell, row, type SummaryRow } from '../rows.ts';
import { capitalise, dayInFull, people, sentenceCase } from '../words.ts';

type Choice = { readonly value: string; readonly text: string; readonly checked: boolean };

export type BoroughModel = {
  readonly heading: string;
  readonly caption: string;
  readonly action: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly saved: string | null;
  /** Why nobody can be enrolled; empty where somebody can. */
  readonly missing: readonly string[];
  readonly isBlocked: boolean;
  readonly agreements: readonly SummaryRow[];
  readonly contact: readonly SummaryRow[];
  readonly targets: readonly (readonly Cell[])[];
  readonly organisations: readonly (readonly Cell[])[];
  /** Null for whoever may read this and change nothing. */
  readonly forms: {
    readonly key: string;
    readonly kinds: readonly Choice[];
    readonly organisationKinds: readonly Choice[];
    readonly bases: readonly Choice[];
    readonly channels: readonly Choice[];
    /** What was typed into the refused form, by the field's name; empty strings before. */
    readonly typed: Readonly<Record<string, string>>;
    readonly wrong: Readonly<Record<string, { readonly text: string } | false>>;
  } | null;
};

export type BoroughProblem = { readonly field: string; readonly text: string };

export type BoroughState = {
  readonly problems: readonly BoroughProblem[];
  readonly typed: URLSearchParams;
  readonly hasSaved: boolean;
};

/** The text fields of the forms. */
const textFields = [
  'reference',
  ...['expiresOn', 'fromOn', 'toOn'].flatMap((name) => [`${name}-day`, `${name}-month`, `${name}-year`]),
  'people',
  'name',
  'code',
];
const fields = [
  ...['kind', 'reference', 'expiresOn', 'lawfulBasis', 'channels', 'fromOn', 'toOn', 'people'],
  ...['name', 'code', 'organisationKind'],
];

export function boroughPage(
  slug: string,
  { borough, agreements, contact, missing, mayEnrol }: AgreementsView,
  { targets }: TargetsView,
  organisations: readonly NewOrganisation[],
  mayChange: boolean,
  state: BoroughState,
): Page {
  const name = boroughName(borough) ?? borough;
  const heading = 'Agreements and targets';
  const choice = (value: string, text: string, field: string): Choice => ({
    ...{ value, text },
    checked: state.typed.getAll(field).includes(value),
  });
  return {
    view: 'borough',
    title: `${state.problems.length > 0 ? 'Error: ' : ''}${heading}: ${name}`,
    isTraining: false,
    model: {
      heading,
      caption: name,
      action: `/trials/${encodeURIComponent(slug)}/borough`,
      breadcrumbs: [
        { text: 'Today', href: '/today' },
        { text: 'Trial', href: `/trials/${encodeURIComponent(slug)}` },
        { text: heading },
      ],
      errors: state.problems.map(({ field, text }) => ({ text, href: `#${field}` })),
      saved: state.hasSaved ? 'Saved' : null,
      missing,
      isBlocked: !mayEnrol,
      agreements: agreementKinds.map((kind) => {
        const standing = agreements.find((one) => one.kind === kind);
        const text =
          standing === undefined ? 'Not recorded' : `${standing.reference}, until ${dayInFull(standing.expiresOn)}`;
        return row(capitalise(agreementWords[kind]), text);
      }),
      contact:
        contact === null
          ? [row('Lawful basis', 'Not recorded')]
          : [
              row('Lawful basis', lawfulBasisWords[contact.lawfulBasis]),
              row('Channels', contact.channels.map(sentenceCase).join(', ') || 'People are not contacted'),
            ],
      targets: targets.map((target) => [
        cell(`${dayInFull(target.fromOn)} to ${dayInFull(target.toOn)}`),
        numberCell(people(target.people)),
        numberCell(people(target.reached)),
      ]),
      organisations: organisations.map(({ name, kind, code }) => [
        cell(name),
        cell(organisationKindWords[kind]),
        cell(code),
      ]),
      forms: mayChange
        ? {
            key: crypto.randomUUID(),
            kinds: agreementKinds.map((kind) => choice(kind, capitalise(agreementWords[kind]), 'kind')),
            organisationKinds: organisationKinds.map((kind) =>
              choice(kind, organisationKindWords[kind], 'organisationKind'),
            ),
            bases: lawfulBases.map((basis) => choice(basis, lawfulBasisWords[basis], 'lawfulBasis')),
            channels: contactChannels.map((channel) => choice(channel, sentenceCase(channel), 'channels')),
            typed: Object.fromEntries(textFields.map((field) => [field, state.typed.get(field) ?? ''])),
            wrong: Object.fromEntries(
              fields.map((field) => {
                const texts = state.problems.filter((one) => one.field === field).map(({ text }) => text);
                return [field, texts.length === 0 ? (false as const) : { text: texts.join('. ') }];
              }),
            ),
          }
        : null,
    },
  };
}
