/** The two files of a match: the result, which is sent and holds three columns and no more, and the review list, which stays. */
import type { Parsed, Problem } from '../../../analysis/plan/problem.ts';
import { csvText } from '../csv-text.ts';
import { readDelimited } from '../read-delimited.ts';
import type { Decisions, MatchRow, ReviewPair } from './match-people.ts';
import { type Decision, decisions } from './verdicts.ts';

export function matchCsv(rows: readonly MatchRow[]): string {
  return csvText(
    ['trial_id', 'status', 'date'],
    rows.map(({ trial_id, status, date }) => [trial_id, status, date]),
  );
}

const reviewColumns = [
  ...['trial_id', 'elector', 'decision', 'chance', 'list row', 'list name', 'list date of birth', 'list address'],
  ...['register row', 'register name', 'register date', 'register address', 'register marker'],
] as const;

/** Pairs to decide: `decision` takes same, different or unsure. */
export function reviewCsv(pairs: readonly ReviewPair[]): string {
  return csvText(
    reviewColumns,
    pairs.map(({ trial_id, person, elector, chance }) => [
      ...[
        trial_id,
        elector.number,
        '',
        chance.toFixed(2),
        String(person.row),
        person.name,
        person.born,
        person.address,
      ],
      ...[
        String(elector.row),
        elector.written.name,
        elector.date ?? '',
        elector.written.address,
        elector.written.marker,
      ],
    ]),
  );
}

/** What was decided in a review list, also after Excel had it. */
export function readDecisions(text: string): Parsed<Decisions> {
  const read = readDelimited(text, (heading) => reviewColumns.some((column) => column === heading));
  if (!read.ok) return read;
  const [headings = [], ...rows] = read.value.rows;
  const [id, elector, decision] = ['trial_id', 'elector', 'decision'].map((column) => headings.indexOf(column));
  if (id === undefined || elector === undefined || decision === undefined || Math.min(id, elector, decision) < 0) {
    return {
      ok: false,
      problems: [{ path: 'row 1', message: 'must have the columns trial_id, elector and decision' }],
    };
  }
  const problems: Problem[] = [];
  const said = new Map<string, Map<string, Decision>>();
  for (const [at, cells] of rows.entries()) {
    const written = (cells[decision] ?? '').trim().toLowerCase();
    if (written === '') continue;
    const one = decisions.find((known) => known === written);
    if (one === undefined) {
      problems.push({ path: `row ${at + 2}, decision`, message: `must be ${decisions.join(', ')} or empty` });
      continue;
    }
    const whose = said.get(cells[id] ?? '') ?? new Map<string, Decision>();
    said.set(cells[id] ?? '', whose.set((cells[elector] ?? '').replace(/^'/, ''), one));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: said };
}
