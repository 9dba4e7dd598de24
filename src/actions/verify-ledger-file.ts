/** Walks the hash chain of an exported ledger (JSON Lines) in a stream of text: a long ledger is never held whole. */
import { parseJson } from '../../analysis/plan/located-json.ts';
import type { Parsed } from '../../analysis/plan/problem.ts';
import { type LedgerVerdict, verifyLedger } from '../trial/ledger.ts';

/** The verdict; where the chain is broken, with the line of the file in which the entry stands, or is missing. */
export type LedgerFileVerdict =
  | Extract<LedgerVerdict, { readonly ok: true }>
  | (Extract<LedgerVerdict, { readonly ok: false }> & { readonly line: number });

class Unreadable extends Error {
  readonly problems: readonly {
    readonly path: string;
    readonly message: string;
    readonly line: number;
    readonly column: number;
  }[];
  constructor(line: number, column: number, message: string) {
    super(message);
    this.problems = [{ path: '', message, line, column }];
  }
}

/** `head` is the newest hash somebody kept. Refuses a line that is not JSON; a line that is no sound entry is a difference. */
export function verifyLedgerText(lines: Iterable<string>, head: string | undefined): Parsed<LedgerFileVerdict> {
  const walk: Walk = { line: 0, entries: 0, lastEntryLine: 0 };
  try {
    const verdict = verifyLedger(entriesOf(lines, walk), head);
    if (walk.entries === 0 && head === undefined) {
      return {
        ok: false,
        problems: [
          { path: '', message: 'the file is empty; a ledger has one JSON object on each line', line: 1, column: 1 },
        ],
      };
    }
    if (verdict.ok) return { ok: true, value: verdict };
    const isPastEnd = verdict.at > walk.entries;
    return { ok: true, value: { ...verdict, line: walk.lastEntryLine + (isPastEnd ? 1 : 0) } };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problems: error.problems };
    throw error;
  }
}

/** How far a file has been read: its lines, its entries, and the line of the last entry. */
type Walk = { line: number; entries: number; lastEntryLine: number };

function* entriesOf(lines: Iterable<string>, walk: Walk): Generator<unknown> {
  for (const text of lines) {
    walk.line++;
    if (text.trim() === '') continue;
    walk.entries++;
    walk.lastEntryLine = walk.line;
    const json = parseJson(text);
    if (!json.ok) {
      const [problem] = json.problems;
      throw new Unreadable(walk.line, problem?.column ?? 1, problem?.message ?? 'this line is not JSON');
    }
    yield json.value.value;
  }
}
