/** What `pledge prepare` says of a list: what it asks, what is wrong with rows, what it did. Never what a cell holds. */
import type { Problem } from '../../analysis/plan/problem.ts';
import { visible } from '../../analysis/plan/quoted.ts';
import type { FoundList } from '../borough/find-list.ts';
import { fieldRules } from '../borough/list-fields.ts';
import { lookalikeWords } from '../borough/lookalikes.ts';
import type { Columns } from '../borough/match-columns.ts';
import { columnShown, consequencesOf, type Question } from '../borough/open-questions.ts';
import type { ReadPeople } from '../borough/read-people.ts';
import { advice, columnOf, type RowError } from '../borough/row-error.ts';
import type { PrepareChoices } from './prepare-options.ts';

/** An open question, with the option that answers it. */
export function asked(question: Question, { headings }: FoundList): Problem {
  if (question.kind === 'date-order') {
    const message = `row ${question.rows.join(', ')}: the month stands before the day, so that other dates may be wrong unseen; say --dates month-first or --dates day-first for this file`;
    return { path: 'Date of birth', message };
  }
  const path = fieldRules[question.field].label;
  const columns = question.kind === 'which-of' ? question.candidates : [...headings.keys()];
  const shown = columns.map((at) => columnShown(at, headings)).join(', ');
  const fault = question.kind === 'which-of' ? 'several columns could be it' : 'no column is known as it';
  return { path, message: `${fault}; say which with --columns ${question.field}=COLUMN: ${shown}` };
}

export function described(error: RowError): Problem {
  const path = `row ${error.row}, column ${columnOf(error)} (${fieldRules[error.field].label})`;
  return { path, message: advice(error.rule) };
}

export type Prepared = {
  readonly list: FoundList;
  readonly columns: Columns;
  readonly choices: PrepareChoices;
  readonly read: ReadPeople;
  readonly proposals: number;
  readonly out: string;
};

/** What was done and what was left undone, a line each. */
export function report({ list, columns, choices, read, proposals, out }: Prepared): string {
  const { on, isDayGiven, joinProposed } = choices;
  const { people, errors, leftOut } = read;
  const sentences = [
    `Prepared ${people.length} people into ${visible(out)}; their names, addresses and dates of birth are not in it.`,
    isDayGiven ? '' : `Ages are those of today, ${on}; give the day of the ceremony as --date.`,
    ...consequencesOf(columns),
    consequencesOf(columns).length === 0 ? '' : 'If they are there under another name, say so with --columns.',
    leftOut.length === 0 ? '' : `Left out as nobody’s (totals, notes): row ${leftOut.join(', ')}.`,
    lookalikeWords(people),
    errors.length === 0
      ? ''
      : `Left out for their faults: row ${[...new Set(errors.map(({ row }) => row))].join(', ')}.`,
    list.hiddenRows === 0
      ? ''
      : `${list.hiddenRows} rows were hidden in the spreadsheet; they are read like the others.`,
    proposals === 0
      ? ''
      : joinProposed
        ? `${proposals} households were joined by surname and address.`
        : `${proposals} more households are likely by surname and address; --households proposed joins them.`,
  ];
  return `${sentences.filter((sentence) => sentence !== '').join('\n')}\n`;
}
