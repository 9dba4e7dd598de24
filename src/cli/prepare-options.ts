/** What the words of `pledge prepare` say about a list: which column is which, its sheet, its headings, its dates, its day. */
import type { Parsed, Problem } from '../../analysis/plan/problem.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import type { FoundList } from '../borough/find-list.ts';
import { type Field, fields } from '../borough/list-fields.ts';
import type { Columns } from '../borough/match-columns.ts';
import { columnShown } from '../borough/open-questions.ts';
import { type DateOrder, dateOrders } from '../borough/read-date.ts';
import { columnLetters } from '../borough/sheet.ts';
import { isDate, londonDate } from '../trial/calendar.ts';

export type PrepareChoices = {
  /** The ceremony day, 'YYYY-MM-DD'. */
  readonly on: string;
  readonly isDayGiven: boolean;
  /** null where the words say nothing of how the file writes dates. */
  readonly order: DateOrder | null;
  readonly said: { readonly sheet?: string; readonly headingRow?: number };
  readonly joinProposed: boolean;
};

/** @param now an instant, ISO 8601: without a day given, ages are those of today */
export function readChoices(options: ReadonlyMap<string, string>, now: string): Parsed<PrepareChoices> {
  const problems: Problem[] = [];
  const given = options.get('date');
  if (given !== undefined && !isDate(given))
    problems.push({ path: '--date', message: 'write the ceremony day as YYYY-MM-DD' });
  const order = oneOf(options, 'dates', dateOrders, problems);
  const households = oneOf(options, 'households', ['lead', 'proposed'], problems);
  const headings = options.get('headings');
  if (headings !== undefined && !/^[1-9]\d{0,6}$/.test(headings)) {
    problems.push({ path: '--headings', message: 'give the number of the row that names the columns' });
  }
  if (problems.length > 0) return { ok: false, problems };
  const sheet = options.get('sheet');
  return {
    ok: true,
    value: {
      on: given ?? londonDate(now),
      isDayGiven: given !== undefined,
      order,
      said: {
        ...(sheet === undefined ? {} : { sheet }),
        ...(headings === undefined ? {} : { headingRow: Number(headings) }),
      },
      joinProposed: households === 'proposed',
    },
  };
}

function oneOf<const Word extends string>(
  options: ReadonlyMap<string, string>,
  name: string,
  known: readonly Word[],
  problems: Problem[],
): Word | null {
  const given = options.get(name);
  const word = known.find((one) => one === given) ?? null;
  if (given !== undefined && word === null)
    problems.push({ path: `--${name}`, message: `must be ${known.join(' or ')}` });
  return word;
}

/** "reference=C,lead=Family No,address=F+G": columns by heading or by letter; "lead=none" says that the list has none. */
export function readColumns(text: string, { headings }: FoundList): Parsed<Partial<Columns>> {
  const problems: Problem[] = [];
  const chosen: Partial<Record<Field, readonly number[]>> = {};
  for (const part of text.split(',')) {
    const [name = '', ...rest] = part.split('=');
    const field = fields.find((one) => one === name.trim());
    const wanted = rest.join('=').trim();
    if (field === undefined || wanted === '') {
      problems.push({
        path: '--columns',
        message: `${quoted(part)} is not FIELD=COLUMN; the fields are ${fields.join(', ')}`,
      });
      continue;
    }
    const found = wanted === 'none' ? [] : wanted.split('+').map((one) => columnCalled(one.trim(), headings));
    if (found.includes(-1)) {
      const shown = headings.map((_, at) => columnShown(at, headings)).join(', ');
      problems.push({ path: '--columns', message: `no column is called ${quoted(wanted)}; there are ${shown}` });
    } else chosen[field] = found;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: chosen };
}

/** Index of the column with this heading or letter; -1 where there is none. */
export function columnCalled(wanted: string, headings: readonly string[]): number {
  const byHeading = headings.findIndex((heading) => heading.toLowerCase() === wanted.toLowerCase());
  if (byHeading !== -1) return byHeading;
  return headings.findIndex((_, at) => columnLetters(at) === wanted.toUpperCase());
}
