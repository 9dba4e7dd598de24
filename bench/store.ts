/**
 * What the store costs on an embedded file: one act's write, five thousand rows at once, and whether the n-th slot of a
 * stratum and the n-th ledger entry cost what the first did. Prints milliseconds. Run: node bench/store.ts [allocations]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { openSqliteStore } from '../src/store/open-sqlite.ts';
import type { Append, NewRow } from '../src/store/port.ts';

const count = Number(process.argv[2] ?? 20_000);
const stamp = { at: '2026-03-02T09:30:00.000Z', actor: 'bench' };
const hash = (number: number) => `e${number.toString(16).padStart(63, '0')}`;
const folder = mkdtempSync(join(tmpdir(), 'pledge-bench-'));
const { store, db, close } = await openSqliteStore(join(folder, 'bench.sqlite'));

async function write(appends: readonly Append[]): Promise<number> {
  const start = performance.now();
  const result = await store.commit(appends);
  if (!result.ok) throw new Error(`${result.conflict.kind}: ${result.conflict.what}`);
  return performance.now() - start;
}

function report(what: string, milliseconds: number): void {
  process.stdout.write(`${what.padEnd(62)} ${milliseconds.toFixed(2).padStart(9)} ms\n`);
}

await write([
  { into: 'trial', rows: [{ slug: 'bench', mode: 'training', ...stamp }] },
  { into: 'trialStatus', rows: [{ trial: 'bench', seq: 0, act: 'draft', status: 'draft', ...stamp }] },
  {
    into: 'protocolVersion',
    rows: [{ trial: 'bench', version: 1, document: '{}', protocolHash: hash(1), planHash: hash(2), ...stamp }],
  },
  { into: 'trialStatus', rows: [{ trial: 'bench', seq: 1, act: 'open', status: 'open', ...stamp }] },
  { into: 'ceremony', rows: [{ id: 'c', trial: 'bench', borough: 'E09000005', phase: 'trial', ...stamp }] },
  {
    into: 'ceremonySlot',
    rows: [
      { ceremony: 'c', seq: 0, borough: 'E09000005', heldOn: '2026-03-20', startsAt: '14:00', venue: 'hall', ...stamp },
    ],
  },
]);

const people = Array.from({ length: 5000 }, (_, index) => `p${index}`);
const attendees = people.map(
  (id, index): NewRow<'attendee'> => ({
    id,
    trial: 'bench',
    household: `h${index}`,
    referenceHash: hash(index),
    groupSize: 1,
    ageBand: '25-34',
    priorFranchise: 'none',
    registeredAtBaseline: 'no',
    eligible: 'yes',
    ...stamp,
  }),
);
const households = people.map((_, index) => ({
  id: `h${index}`,
  trial: 'bench',
  householdHash: hash(index),
  at: stamp.at,
}));
const enrolment: readonly Append[] = [
  { into: 'household', rows: households },
  { into: 'attendee', rows: attendees },
  { into: 'booking', rows: people.map((attendee) => ({ attendee, seq: 0, ceremony: 'c', ...stamp })) },
];
report('5,000 people enrolled in one write (15,000 rows)', await write(enrolment));
await write([{ into: 'ceremonyEvent', rows: [{ ceremony: 'c', act: 'list-closed', slotSeq: 0, ...stamp }] }]);

const times: number[] = [];
let previousHash = '0'.repeat(64);
for (let seq = 0; seq < count; seq += 1) {
  const where = { trial: 'bench', unit: `u${seq}`, protocolVersion: 1, ceremony: 'c', stratum: 'E09000005' };
  const slot = { seq, position: seq, block: 0, blockStart: 0, arm: 'standard' };
  const entry = {
    trial: 'bench',
    seq,
    act: 'draw',
    subject: `u${seq}`,
    payloadHash: hash(seq),
    previousHash,
    hash: hash(seq),
  };
  previousHash = entry.hash;
  times.push(
    await write([
      { into: 'allocation', rows: [{ ...where, ...slot, ...stamp }] },
      { into: 'ledgerEntry', rows: [{ ...entry, ...stamp }] },
    ]),
  );
}
const tenth = Math.ceil(count / 10);
report(`one slot and its ledger entry, median of the first ${tenth}`, median(times.slice(0, tenth)));
report(`one slot and its ledger entry, median of the last ${tenth}`, median(times.slice(-tenth)));
const size = await db.prepare('select count(*) as n from allocation').first<number>('n');
process.stdout.write(`${size} allocations in one stratum\n`);
close();
rmSync(folder, { recursive: true, force: true });
