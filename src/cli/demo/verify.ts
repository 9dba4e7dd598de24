/** The demo's own proof: what it wrote is read back and held to the same checks as the `verify` commands make. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeProblem } from '../../../analysis/plan/problem.ts';
import { heldBytes } from '../../actions/byte-source.ts';
import { verifyDraw } from '../../actions/verify-draw.ts';
import { verifyLedgerText } from '../../actions/verify-ledger-file.ts';
import { verifyRun } from '../../actions/verify-run.ts';

export type Check = { readonly of: 'ledger' | 'draw' | 'run'; readonly ok: boolean; readonly sentence: string };

/** @param folder of one trial @param head the ledger's newest hash, as the service published it */
export async function verifyTrial(folder: string, head: string): Promise<readonly Check[]> {
  return [await verifiedLedger(folder, head), await verifiedDraw(folder), await verifiedRun(folder)];
}

async function verifiedLedger(folder: string, head: string): Promise<Check> {
  const text = await readFile(join(folder, 'ledger.jsonl'), 'utf8');
  const verified = verifyLedgerText(text.split('\n'), head);
  const of = 'ledger';
  if (!verified.ok) return { of, ok: false, sentence: verified.problems.map(describeProblem).join('; ') };
  const verdict = verified.value;
  if (verdict.ok) return { of, ok: true, sentence: `${verdict.entries} entries, head ${verdict.head}` };
  return { of, ok: false, sentence: `entry ${verdict.at}, line ${verdict.line}: ${verdict.reason}` };
}

async function verifiedDraw(folder: string): Promise<Check> {
  const read = (name: string) => readFile(join(folder, name));
  const [protocol, units, allocations, seed] = await Promise.all(
    ['protocol.json', 'units.csv', 'allocations.csv', 'seed.txt'].map(read),
  );
  if (protocol === undefined || units === undefined || allocations === undefined || seed === undefined)
    throw new Error('Four files were read and fewer came.');
  const input = { protocol, units: heldBytes(units), seed: seed.toString('utf8').trim(), beacon: null };
  const verified = verifyDraw(input, heldBytes(allocations));
  const of = 'draw';
  if (!verified.ok) return { of, ok: false, sentence: verified.problems.map(describeProblem).join('; ') };
  const verdict = verified.value;
  if (verdict.ok) return { of, ok: true, sentence: `${verdict.units} units drawn again` };
  return { of, ok: false, sentence: `unit "${verdict.unit}", line ${verdict.line}: ${verdict.reason}` };
}

async function verifiedRun(folder: string): Promise<Check> {
  const run = join(folder, 'run');
  const names = await readdir(run);
  const read = async (name: string) => (names.includes(name) ? readFile(join(run, name)) : null);
  const { differences, filesChecked } = await verifyRun(read, names);
  const of = 'run';
  if (differences.length === 0) return { of, ok: true, sentence: `${filesChecked} files, results computed again` };
  return { of, ok: false, sentence: differences.map(({ file, message }) => `${file}: ${message}`).join('; ') };
}
