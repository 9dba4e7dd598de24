/**
 * The draw's speed and memory. Replays of blocks and of minimisation by the engine, in one process; `pledge verify draw` of
 * 1,000,000 units beside one of 100,000, as whole processes; the first allocation of a stratum beside the 100,000th. Rates are
 * of processor time, because other work on the machine would count against the clock; memory needs GNU time.
 * Run: node bench/draw.ts [units of the long list]
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Design, DesignArm } from '../src/randomise/design.ts';
import { drawList } from '../src/randomise/draw-list.ts';
import { type DrawState, freshState, type Unit } from '../src/randomise/draw-state.ts';
import { drawKey } from '../src/randomise/seed.ts';
import { algorithm } from '../src/randomise/stream.ts';
import type { Scheme } from '../src/trial/scheme.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const manyUnits = Number(process.argv[2] ?? 1_000_000);
const seed = '7'.repeat(64);
const key = drawKey(seed, null);
const arms: readonly DesignArm[] = ['standard', 'volunteering', 'behavioural'].map((name) => ({ name, ratio: 1 }));
const unitsAtOnce = 500;

function designOf(scheme: Scheme): Design {
  return { algorithm, protocolHash: '0'.repeat(64), arms, unit: 'ceremony', scheme, strata: ['borough'] };
}

/** Units of six strata in turn, with a level of each factor. */
function unitsOf(count: number, levels: readonly number[]): readonly Unit[] {
  return Array.from({ length: count }, (_, index) => ({
    unit: `unit-${index}`,
    stratum: `E0900000${index % 6}`,
    household: null,
    values: levels.map((of, factor) => `level-${(index * (2 * factor + 7)) % of}`),
  }));
}

/** Draws the units list by list and gives the allocations a second of processor time. */
function replay(scheme: Scheme, count: number, levels: readonly number[] = []): number {
  const design = designOf(scheme);
  const units = unitsOf(count, levels);
  let state = freshState;
  const start = process.cpuUsage();
  for (let at = 0; at < count; at += unitsAtOnce) {
    state = drawList(design, key, { id: 'bench', units: units.slice(at, at + unitsAtOnce) }, state).state;
  }
  const { user, system } = process.cpuUsage(start);
  return count / ((user + system) / 1e6);
}

function report(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(72)} ${figure.padStart(14)}\n`);
}

function rate(what: string, scheme: Scheme, count: number, levels?: readonly number[]): void {
  replay(scheme, Math.ceil(count / 10), levels);
  const best = Math.max(replay(scheme, count, levels), replay(scheme, count, levels));
  report(what, `${Math.round(best).toLocaleString('en-GB')} /s`);
}

/** A minimisation over factors with these numbers of levels. */
function minimising(levels: readonly number[], imbalance: 'range' | 'variance' = 'range'): Scheme {
  const factors = levels.map((_, index) => ({ name: `factor-${index}`, weight: 1 }));
  return { kind: 'minimisation', factors, imbalance, randomShare: 0.2 };
}

const fourFactors = [2, 2, 3, 3];
const tenFactors = new Array<number>(10).fill(3);
rate('blocks of 27, 3 arms', { kind: 'blocks', blockSizes: [27] }, 300_000);
rate('blocks of 3 and 6, 3 arms', { kind: 'blocks', blockSizes: [3, 6] }, 200_000);
rate('minimisation, 3 arms, 4 factors with 10 levels, range', minimising(fourFactors), 50_000, fourFactors);
rate('the same, variance', minimising(fourFactors, 'variance'), 50_000, fourFactors);
rate('minimisation, 3 arms, 10 factors of 3 levels, range', minimising(tenFactors), 50_000, tenFactors);
rate('big stick, limit 3', { kind: 'big-stick', limit: 3 }, 50_000);
rate('simple', { kind: 'simple' }, 50_000);

/** Microseconds of one allocation in a stratum that stands at `state`: the quickest of many. */
function oneAllocation(design: Design, unit: Unit, state: DrawState): number {
  const times = Array.from({ length: 400 }, () => {
    const start = performance.now();
    drawList(design, key, { id: 'one', units: [unit] }, state);
    return performance.now() - start;
  });
  return 1000 * (times.toSorted((a, b) => a - b)[40] ?? Number.NaN);
}

for (const [what, scheme, levels] of [
  ['blocks of 27', { kind: 'blocks', blockSizes: [27] }, []],
  ['minimisation', minimising(fourFactors), fourFactors],
] as const) {
  const design = designOf(scheme);
  const inOneStratum = unitsOf(100_001, levels).map((unit) => ({ ...unit, stratum: 's' }));
  const [first, last] = [inOneStratum[0], inOneStratum.pop()];
  if (first === undefined || last === undefined) throw new Error('there are no units');
  let state = freshState;
  for (let at = 0; at < inOneStratum.length; at += unitsAtOnce) {
    state = drawList(design, key, { id: 'one', units: inOneStratum.slice(at, at + unitsAtOnce) }, state).state;
  }
  const [fresh, late] = [oneAllocation(design, first, freshState), oneAllocation(design, last, state)];
  report(`${what}: 1st and 100,000th allocation of a stratum`, `${fresh.toFixed(0)} / ${late.toFixed(0)} µs`);
}

type Measured = { readonly seconds: number; readonly megabytes: number };

/** One whole process under GNU time: processor seconds, and the peak of its resident memory. */
function measure(folder: string, words: readonly string[]): Measured {
  const times = join(folder, 'time.txt');
  const pledge = join(root, 'src/cli/pledge.ts');
  const command = ['-f', '%U %S %M', '-o', times, process.execPath, pledge, ...words];
  const child = spawnSync('time', command, { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`pledge ${words[0]} failed: ${child.stderr}`);
  const [user = Number.NaN, system = Number.NaN, kilobytes = Number.NaN] = readFileSync(times, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  return { seconds: user + system, megabytes: kilobytes / 1024 };
}

function writeUnits(path: string, count: number): void {
  const file = openSync(path, 'w');
  writeSync(file, 'unit,borough\n');
  for (let at = 0; at < count; at += 10_000) {
    const rows = Array.from({ length: Math.min(10_000, count - at) }, (_, index) => {
      const number = at + index;
      return `ceremony-${number},${number % 2 === 0 ? 'E09000005' : 'E09000030'}\n`;
    });
    writeSync(file, rows.join(''));
  }
  closeSync(file);
}

/** Draws and verifies a list of `count` units by a scheme, each as a process of its own. */
function drawAndVerify(
  folder: string,
  scheme: Scheme,
  count: number,
): { readonly drawn: Measured; readonly verified: Measured } {
  const file = (name: string) => join(folder, name);
  const trial = JSON.parse(readFileSync(join(root, 'trials/ceremony-offer/protocol.json'), 'utf8'));
  writeFileSync(file('protocol.json'), JSON.stringify({ ...trial, scheme }));
  writeUnits(file('units.csv'), count);
  const words = ['--protocol', file('protocol.json'), '--units', file('units.csv'), '--seed', seed];
  const drawn = measure(folder, ['draw', ...words, '--out', file('allocations.csv')]);
  const verified = measure(folder, ['verify', 'draw', ...words, '--allocations', file('allocations.csv')]);
  return { drawn, verified };
}

function compareFiles(scheme: Scheme): void {
  const folder = mkdtempSync(join(tmpdir(), 'pledge-bench-'));
  const few = drawAndVerify(folder, scheme, manyUnits / 10);
  const many = drawAndVerify(folder, scheme, manyUnits);
  rmSync(folder, { recursive: true, force: true });
  for (const what of ['drawn', 'verified'] as const) {
    const [small, large] = [few[what], many[what]];
    const memory = `${large.megabytes.toFixed(0)} MB, ${(large.megabytes / small.megabytes).toFixed(2)} times the memory of a tenth`;
    const units = manyUnits.toLocaleString('en-GB');
    process.stdout.write(
      `${scheme.kind}: ${units} units ${what}: ${large.seconds.toFixed(1)} s, ${memory} (${small.megabytes.toFixed(0)} MB)\n`,
    );
  }
}

if (spawnSync('time', ['-f', '', 'true']).status === 0) {
  compareFiles({ kind: 'blocks', blockSizes: [27] });
  compareFiles({ kind: 'simple' });
  compareFiles({ kind: 'complete' });
} else process.stdout.write('Memory of whole processes not measured: GNU time is not here.\n');
