/**
 * A page of the desk with one question or a few: what it is about, the fields, the answers to check before they are kept, or why
 * nothing can be done. People stand on it by code; names are joined in the browser where it knows the list.
 */
import type { DeskPerson, PeopleDesk } from '../../actions/read-people-desk.ts';
import type { Problem } from '../desk-port.ts';
import { type FieldError, newKey } from '../forms.ts';
import type { Page } from '../render.ts';
import type { SummaryRow } from '../rows.ts';
import { datesInFull } from '../words.ts';
import type { Crumb } from './ceremony.ts';
import { shortCodes } from './check-in.ts';

export type Item = {
  readonly value: string;
  readonly text: string;
  readonly checked?: boolean;
  readonly selected?: boolean;
  readonly hint?: { readonly text: string };
  readonly attributes?: Readonly<Record<string, string>>;
};

export type Field = {
  readonly kind: 'radios' | 'select' | 'input' | 'date';
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  /** Empty for an input; a date’s three parts, each named by its text. */
  readonly items: readonly Item[];
  readonly value: string;
};

export type DeskFormModel = {
  readonly breadcrumbs: readonly Crumb[];
  /** Under which the browser may know names; '' where nobody stands on the page. */
  readonly ceremony: string;
  readonly caption: string;
  readonly heading: string;
  readonly done: string | null;
  readonly errors: readonly { readonly text: string; readonly href: string }[];
  readonly rows: readonly SummaryRow[];
  readonly facts: readonly string[];
  readonly whyNot: string | null;
  readonly link: { readonly text: string; readonly href: string } | null;
  readonly fields: readonly (Field & { readonly error: FieldError })[];
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  /** 'get' asks which form to show. */
  readonly method: 'get' | 'post';
  readonly action: string;
  readonly button: string;
  readonly isWarning: boolean;
  readonly back: string;
  readonly list: {
    readonly heading: string;
    readonly items: readonly {
      readonly text: string;
      readonly hint: string;
      readonly href: string;
      readonly link: string;
    }[];
    readonly empty: string;
  } | null;
};

type Given = Pick<DeskFormModel, 'breadcrumbs' | 'caption' | 'heading' | 'action' | 'button' | 'back'> &
  Partial<Omit<DeskFormModel, 'errors' | 'fields' | 'whyNot'>> & {
    readonly isTraining: boolean;
    readonly fields?: readonly Field[];
    readonly problems?: readonly Problem[];
    readonly key?: string;
    readonly verdict?: true | string;
  };

export function deskFormPage({ isTraining, fields = [], problems = [], key, verdict = true, ...given }: Given): Page {
  const [first] = fields;
  const names = fields.map(({ name }) => name);
  const placed = problems.map(({ path, message }) => ({
    message,
    field: names.includes(path) ? path : (first?.name ?? ''),
  }));
  return {
    view: 'desk-form',
    title: `${problems.length > 0 ? 'Error: ' : ''}${given.heading}: ${given.caption}`,
    isTraining,
    model: {
      ...{ ceremony: '', done: null, rows: [], facts: [], link: null, method: 'post', isWarning: false, list: null },
      ...given,
      whyNot: verdict === true ? null : datesInFull(verdict),
      hidden: [...(given.method === 'get' ? [] : [{ name: 'key', value: key ?? newKey() }]), ...(given.hidden ?? [])],
      errors: placed.map(({ message, field }) => ({
        text: message,
        href: field === '' ? '#main-content' : `#${firstInputOf(field, fields)}`,
      })),
      fields: fields.map((field) => {
        const texts = placed.filter((one) => one.field === field.name).map(({ message }) => message);
        return { ...field, error: texts.length === 0 ? false : { text: texts.join('. ') } };
      }),
    },
  };
}

export const radios = (name: string, label: string, items: readonly Item[], typed = '', hint?: string): Field => ({
  ...{ kind: 'radios', name, label, hint: hint ?? null, value: typed },
  items: items.map((item) => ({ ...item, checked: item.value === typed })),
});

export const select = (name: string, label: string, items: readonly Item[], typed = '', hint?: string): Field => ({
  ...{ kind: 'select', name, label, hint: hint ?? null, value: typed },
  items: [{ value: '', text: 'Choose one' }, ...items.map((item) => ({ ...item, selected: item.value === typed }))],
});

export const input = (name: string, label: string, typed = '', hint?: string): Field => ({
  ...{ kind: 'input', name, label, hint: hint ?? null, value: typed, items: [] },
});

export type DateParts = { readonly day: string; readonly month: string; readonly year: string };

export const dateField = (name: string, label: string, typed: DateParts, hint: string): Field => ({
  ...{ kind: 'date', name, label, hint, value: '' },
  items: Object.entries(typed).map(([part, value]) => ({ value, text: part })),
});

const firstInputOf = (name: string, fields: readonly Field[]): string =>
  fields.some((field) => field.name === name && field.kind === 'date') ? `${name}-day` : name;

export const choices = <Code extends string>(words: Readonly<Record<Code, string>>, codes: readonly Code[]) =>
  codes.map((value) => ({ value, text: words[value] }));

/** Each person as pages speak of them: "Code 3fa2b1". */
export function calledBy(desk: PeopleDesk): (person: DeskPerson) => string {
  const codes = shortCodes(desk.people.map(({ id }) => id));
  return ({ id }) => `Code ${codes.get(id) ?? id}`;
}
