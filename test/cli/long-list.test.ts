/**
 * The `pledge` program over lists long enough to be drawn in a thread of their own: the same answers, exit codes and files
 * as for a short one, and nothing of a draw that is refused.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { drawCommand } from '../../src/cli/commands/draw.ts';
import { readProgress } from '../../src/cli/read-progress.ts';
import { seedOf } from '../randomise/design-fixture.ts';
import { runCommand } from './run-command.ts';

const pledge = fileURLToPath(new URL('../../src/cli/pledge.ts', import.meta.url));
const offer = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pledge-long-'));
const count = 5_000;
const row = (index: number) => `${'ceremony '.repeat(95)}${index},E09000005\n`;
const units = `unit,borough\n${Array.from({ length: count }, (_, index) => row(index)).join('')}`;

function fileOf(name: string, contents: string): string {
  writeFileSync(join(folder, name), contents);
  return join(folder, name);
}

function run(...words: readonly string[]) {
  const seeded = [pledge, ...words, '--protocol', offer, '--seed', seedOf(5)];
  const { status, stdout, stderr } = spawnSync(process.execPath, seeded, { encoding: 'utf8', maxBuffer: 1e8 });
  return { status, stdout, stderr };
}

test('a long list is drawn, verified, found to differ and refused as a short one is', async () => {
  const path = fileOf('units.csv', units);
  const here = await runCommand(drawCommand, '--units', path, '--protocol', offer, '--seed', seedOf(5));
  expect(run('draw', '--units', path)).toEqual({ status: 0, stdout: here.out, stderr: '' });

  const allocations = fileOf('allocations.csv', here.out);
  const words = ['verify', 'draw', `--units=${path}`, '--allocations'];
  expect(run(...words, allocations)).toMatchObject({ status: 0, stdout: expect.stringContaining(`${count} units`) });
  const changed = fileOf('changed.csv', here.out.replace(/[^,]*\n$/, 'other\n'));
  expect(run(...words, changed)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining(`line ${count + 1}: unit "${row(count - 1).slice(0, 60)}…": its arm is "other"`),
  });

  const out = fileOf('out.csv', 'what stood here\n');
  const twice = fileOf('twice.csv', units + row(7));
  const refused = run('draw', '--units', twice, '--out', out);
  expect(refused).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining(`line ${count + 2}, column 1`),
  });
  expect(readFileSync(out, 'utf8')).toBe('what stood here\n');
}, 120_000); // four processes

test('progress is one line that is written over, for a long file at a terminal only', () => {
  const said = (isInteractive: boolean, of: number) => {
    let text = '';
    const err = (part: string) => {
      text += part;
    };
    const onRead = readProgress('The list', { out: () => {}, err, isInteractive, environment: {} });
    for (const share of [0.25, 0.252, 0.5, 1]) onRead(share * of, of);
    return text;
  };
  expect(said(true, 8_000_000)).toBe('\rThe list: 25 %\rThe list: 50 %\rThe list: read.\n');
  expect(said(true, 1_000)).toBe('');
  expect(said(false, 8_000_000)).toBe('');
});
