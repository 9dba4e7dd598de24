/** Putting a ceremony into a trial: which trial, what kind of ceremony, when and where. */
import type { Problem } from '../desk-port.ts';
import { type FormState, formState } from '../forms.ts';
import type { Page } from '../render.ts';
import type { TypedSlot } from '../typed-slot.ts';
import type { Crumb } from './ceremony.ts';

export type Choice = { readonly value: string; readonly text: string; readonly checked: boolean };

export type ScheduleModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly form: FormState;
  /** Trials of the borough that take ceremonies now. */
  readonly trials: readonly Choice[];
  readonly kinds: readonly Choice[];
  readonly typed: TypedSlot;
  readonly venues: readonly string[];
};

/** Kinds of ceremony, as a registrar knows them; only the first is in a trial. */
export const ceremonyKinds = [
  { value: 'group', text: 'A group ceremony, in person' },
  { value: 'private', text: 'A private ceremony' },
  { value: 'virtual', text: 'A ceremony by video' },
] as const;

export const noSlot: TypedSlot = { date: '', day: '', month: '', year: '', time: '', venue: '' };

export type TypedSchedule = { readonly trial: string; readonly kind: string; readonly slot: TypedSlot };

/**
 * @param trials slug and title of each trial that takes ceremonies now
 * @param venues codes used before by this borough
 */
export function schedulePage(
  trials: readonly { readonly slug: string; readonly title: string; readonly isTraining: boolean }[],
  venues: readonly string[],
  typed: TypedSchedule = { trial: '', kind: '', slot: noSlot },
  problems: readonly Problem[] = [],
  key?: string,
): Page {
  const heading = 'Put a ceremony into a trial';
  const only = trials.length === 1 ? trials[0]?.slug : undefined;
  return {
    view: 'schedule',
    title: problems.length === 0 ? heading : `Error: ${heading}`,
    isTraining: trials.some(({ isTraining }) => isTraining),
    model: {
      breadcrumbs: [{ text: 'Today', href: '/today' }, { text: heading }],
      form: formState(['trial', 'kind', 'heldOn', 'startsAt', 'venue'], problems, key),
      trials: trials.map(({ slug, title }) => ({
        value: slug,
        text: title,
        checked: typed.trial === slug || only === slug,
      })),
      kinds: ceremonyKinds.map((kind) => ({ ...kind, checked: typed.kind === kind.value })),
      typed: typed.slot,
      venues,
    },
  };
}
