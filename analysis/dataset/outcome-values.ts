/**
 * An outcome's cells as numbers, by the kind the plan declares: a binary outcome is 0/1, true/false, or whatever the plan
 * calls a success; a count is a whole number from 0 up; continuous and ordinal ones are numbers.
 */
import type { Outcome } from '../plan/schema.ts';
import type { Column } from './csv.ts';
import { missingCodes, numberIn, truthIn } from './values.ts';

export type MeasuredOutcome = Exclude<Outcome, { readonly kind: 'time-to-event' }>;

/** Per value code of the outcome's column: its number, or why it has none. */
export type OutcomeReading = number | 'missing' | 'wrong';

export function outcomeReadings(
  outcome: MeasuredOutcome,
  column: Column,
  missing: readonly string[],
): readonly OutcomeReading[] {
  const isMissing = missingCodes(column, missing);
  return Array.from({ length: column.values.count }, (_, code) =>
    isMissing[code] === 1 ? 'missing' : reading(outcome, column.values.text(code)),
  );
}

/** What would be right in this outcome's column. */
export function whatIsRight(outcome: MeasuredOutcome): string {
  switch (outcome.kind) {
    case 'binary':
      return 'a binary outcome must be 0 or 1, or true or false, unless the plan names its "success"';
    case 'count':
      return 'a count must be a whole number, 0 or more';
    case 'continuous':
    case 'ordinal':
      return `${outcome.kind === 'ordinal' ? 'an ordinal' : 'a continuous'} outcome must be a number`;
  }
}

function reading(outcome: MeasuredOutcome, text: string): OutcomeReading {
  switch (outcome.kind) {
    case 'binary':
      return outcome.success === undefined ? binary(text) : isSuccess(text, outcome.success);
    case 'count': {
      const count = numberIn(text);
      return Number.isSafeInteger(count) && count >= 0 ? count : 'wrong';
    }
    case 'continuous':
    case 'ordinal': {
      const number = numberIn(text);
      return Number.isNaN(number) ? 'wrong' : number;
    }
  }
}

function binary(text: string): OutcomeReading {
  const truth = truthIn(text);
  if (truth !== undefined) return truth ? 1 : 0;
  const number = numberIn(text);
  if (number === 0) return 0;
  return number === 1 ? 1 : 'wrong';
}

/** A number in the plan is met by any way of writing that number ("1", "1.0"); a text only by itself. */
function isSuccess(text: string, success: string | number | boolean): OutcomeReading {
  if (typeof success === 'string') return text === success ? 1 : 0;
  if (typeof success === 'boolean') return truthIn(text) === success ? 1 : 0;
  return numberIn(text) === success ? 1 : 0;
}
