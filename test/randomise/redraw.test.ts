/**
 * Both trials drawn by Pledge's offline engine and by redraw.py, a second implementation in another language written from
 * docs/randomisation.md alone: every line must be the same.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { heldBytes } from '../../src/actions/byte-source.ts';
import { allocationLine, prepareDraw } from '../../src/actions/draw-offline.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { seedOf } from './design-fixture.ts';
import { ceremonyUnits, householdUnits } from './units-fixture.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('Skipped: there is no python3 here to draw a second time with.');

const redraw = fileURLToPath(new URL('redraw.py', import.meta.url));

describe.skipIf(!hasPython)('the second implementation draws the same', () => {
  test.each([
    { slug: 'ceremony-offer', unitsOf: ceremonyUnits, count: 400 },
    { slug: 'welcome-pack', unitsOf: householdUnits, count: 800 },
  ])('$count units of $slug', ({ slug, unitsOf, count }) => {
    const path = fileURLToPath(new URL(`../../trials/${slug}/protocol.json`, import.meta.url));
    const text = readFileSync(path, 'utf8');
    const parsed = parseProtocol(text);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const units = unitsOf(parsed.value, count);
    const file = join(mkdtempSync(join(tmpdir(), 'pledge-')), 'units.csv');
    writeFileSync(file, units);

    const seed = seedOf(7);
    const bytes = (content: string) => new TextEncoder().encode(content);
    const draw = prepareDraw({ protocol: bytes(text), units: heldBytes(bytes(units)), seed, beacon: null });
    if (!draw.ok) throw new Error(draw.problems[0]?.message);
    const ours = `unit,stratum,position,arm\n${[...draw.value.drawn()].map(allocationLine).join('')}`;

    const theirs = spawnSync('python3', [redraw, 'draw', path, file, seed], { encoding: 'utf8' });
    expect(theirs.stderr).toBe('');
    expect(ours.split('\n')).toHaveLength(count + 2);
    expect(ours).toBe(theirs.stdout);
  });

  test('a beacon’s round written as 3.0 is the round 3', () => {
    const trial = readFileSync(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url), 'utf8');
    const folder = mkdtempSync(join(tmpdir(), 'pledge-'));
    const units = 'unit,borough\na,E09000005\nb,E09000005\nc,E09000030\n';
    const file = join(folder, 'units.csv');
    writeFileSync(file, units);
    const bytes = (content: string) => new TextEncoder().encode(content);
    const drawnBy = ['3', '3.0'].map((round) => {
      const text = trial.replace('"beacon": null', `"beacon": { "source": "drand", "round": ${round} }`);
      const path = join(folder, 'protocol.json');
      writeFileSync(path, text);
      const draw = prepareDraw({
        protocol: bytes(text),
        units: heldBytes(bytes(units)),
        seed: seedOf(7),
        beacon: 'ab'.repeat(32),
      });
      if (!draw.ok) throw new Error(draw.problems[0]?.message);
      const ours = `unit,stratum,position,arm\n${[...draw.value.drawn()].map(allocationLine).join('')}`;
      const theirs = spawnSync('python3', [redraw, 'draw', path, file, seedOf(7), 'ab'.repeat(32)], {
        encoding: 'utf8',
      });
      expect(theirs.stdout).toBe(ours);
      return ours;
    });
    expect(drawnBy[1]).toBe(drawnBy[0]);
  });

  test('the golden vectors are what it prints', () => {
    const printed = spawnSync('python3', [redraw, 'vectors'], { encoding: 'utf8' });
    const golden = readFileSync(new URL('vectors.golden.json', import.meta.url), 'utf8');
    expect(JSON.parse(printed.stdout)).toEqual(JSON.parse(golden));
  });
});
