/** What an auditor does with the files of a finished race: the two commands of `pledge verify`, and counts of their rows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyDrawCommand } from '../../src/cli/commands/verify-draw.ts';
import { verifyLedgerCommand } from '../../src/cli/commands/verify-ledger.ts';
import { type Ran, runCommand } from '../cli/run-command.ts';
import type { Published } from './trial.ts';

/** Runs `pledge verify draw` and `pledge verify ledger` on what was published. */
export async function verify(published: Published): Promise<{ readonly draw: Ran; readonly ledger: Ran }> {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-race-'));
  const file = (name: 'protocol' | 'units' | 'allocations' | 'ledger') => {
    const path = join(folder, name);
    writeFileSync(path, published[name]);
    return path;
  };
  try {
    const inputs = ['--protocol', file('protocol'), '--units', file('units'), '--allocations', file('allocations')];
    const seed = ['--seed', published.seed, '--commitment', published.commitment];
    return {
      draw: await runCommand(verifyDrawCommand, ...inputs, ...seed),
      ledger: await runCommand(verifyLedgerCommand, file('ledger')),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One column of a CSV text without quoted values; throws where there is no such column. */
export function column(csv: string, name: string): readonly string[] {
  const [head = '', ...rows] = csv.trim().split(/\r?\n/);
  const index = head.split(',').indexOf(name);
  if (index < 0) throw new Error(`no column ${name} in ${head}`);
  return rows.map((row) => row.split(',')[index] ?? '');
}

/** How often each act stands in a ledger (JSON Lines). */
export function actCounts(ledger: string): ReadonlyMap<string, number> {
  const acts = ledger.split('\n').map((line) => String(JSON.parse(line).act));
  return new Map([...Map.groupBy(acts, (act) => act)].map(([act, same]) => [act, same.length]));
}
