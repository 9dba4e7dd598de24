/**
 * SYNTHETIC: how well and how fast attendees are matched with a register whose truth is known, for registers of 25,000 and 250,000 electors.
 * Run: node bench/matching.ts [seed]
 */
import { findList } from '../src/borough/find-list.ts';
import { hasherOfBytes } from '../src/borough/hasher.ts';
import { matchColumns } from '../src/borough/match-columns.ts';
import { matchPeople } from '../src/borough/matching/match-people.ts';
import { openRegister } from '../src/borough/matching/read-register.ts';
import { readFile } from '../src/borough/read-file.ts';
import { readPeople } from '../src/borough/read-people.ts';
import { quality, syntheticRegister } from '../test/borough/synthetic-register.ts';

const on = '2026-11-27';
const seed = Number(process.argv[2] ?? 1);
const bytes = (text: string) => new TextEncoder().encode(text);
const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

for (const electors of [25_000, 250_000]) {
  const { attendees, listCsv, registerCsv } = syntheticRegister(seed, { electors, attendees: 300 });
  const file = await readFile(bytes(listCsv));
  const list = file.ok ? findList(file.value) : file;
  if (!list.ok) throw new Error('the synthetic list cannot be read');
  const { people } = readPeople(list.value, matchColumns(list.value.headings).columns, on, 'day-first');
  const encoded = bytes(registerCsv);
  const start = performance.now();
  const register = await openRegister(encoded);
  if (!register.ok) throw new Error('the synthetic register cannot be read');
  const opened = performance.now();
  const { rows } = await matchPeople(people, new Map(), register.value, {
    hasher: hasherOfBytes(new Uint8Array(32)),
    on,
  });
  const done = performance.now();
  const { precision, recall, missed, review, unmatchable } = quality(
    rows.map(({ status }) => status),
    attendees.map(({ isRegistered }) => isRegistered),
  );
  process.stdout.write(
    `SYNTHETIC, seed ${seed}: ${rows.length} attendees, ${electors} electors (${Math.round(encoded.length / 1e6)} MB): read ${((opened - start) / 1000).toFixed(1)} s, matched ${((done - opened) / 1000).toFixed(1)} s
  precision ${percent(precision)}, recall ${percent(recall)}, said "not-registered" though registered ${percent(missed)}, review ${percent(review)}, unmatchable ${percent(unmatchable)}\n`,
  );
}
