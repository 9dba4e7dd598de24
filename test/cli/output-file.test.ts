/** Where a command cannot write, it says so in one plain line, ends with 2 or 3, and leaves what was there as it was. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { writeFault, writeWhole } from '../../src/cli/output-file.ts';
import { seedOf } from '../randomise/design-fixture.ts';

const pledge = fileURLToPath(new URL('../../src/cli/pledge.ts', import.meta.url));
const offer = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pledge-output-'));
const units = join(folder, 'units.csv');
writeFileSync(units, 'unit,borough\na,E09000005\n');

function drawing(shell: string, environment: Readonly<Record<string, string>> = {}) {
  const words = ['draw', '--protocol', offer, '--units', units, '--seed', seedOf(1)];
  const line = `"$@" ${shell}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line, 'sh', process.execPath, pledge, ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { status, stdout, stderr };
}

test.each([
  ['--out /dev/full', 3, '--out: /dev/full: the disk is full\n'],
  ['> /dev/full', 3, 'standard output: the disk is full\n'],
  [`--out ${folder}/no/x.csv`, 2, `--out: ${folder}/no/x.csv: there is no such folder\n`],
  [`--out ${folder}`, 2, `--out: ${folder}: this is a folder, not a file\n`],
  [`--out ${units}/x.csv`, 2, `--out: ${units}/x.csv: a folder in this path is a file\n`],
  [`--out ${'x'.repeat(300)}`, 2, `--out: ${'x'.repeat(300)}: this name is too long\n`],
])('draw %s', (shell, status, stderr) => {
  expect(drawing(shell)).toEqual({ status, stdout: '', stderr });
});

test('a folder for temporary files that is none', () => {
  expect(drawing('', { TMPDIR: `${units}/no` })).toEqual({
    status: 2,
    stdout: '',
    stderr: `the folder for temporary files, ${units}/no: a folder in this path is a file\n`,
  });
});

function* fullAfter(text: string): Generator<string> {
  yield text;
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

test('a disk that fills up leaves the earlier file and nothing beside it', async () => {
  const own = join(folder, 'own');
  mkdirSync(own);
  const path = join(own, 'allocations.csv');
  await expect(writeWhole(path, fullAfter('half a file'))).rejects.toThrow('ENOSPC');
  expect(readdirSync(own)).toEqual([]);
  writeFileSync(path, 'an earlier file', { mode: 0o600 });
  await expect(writeWhole(path, fullAfter('half a file'))).rejects.toThrow('ENOSPC');
  expect(readFileSync(path, 'utf8')).toBe('an earlier file');
  symlinkSync(path, join(own, 'link'));
  await writeWhole(join(own, 'link'), ['a ', 'new file']);
  expect(readFileSync(path, 'utf8')).toBe('a new file');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(own)).toEqual(['allocations.csv', 'link']);
});

test('a fault nobody can mend is none of these', () => {
  expect(writeFault(new Error('ENOSPC'))).toBeUndefined();
  expect(writeFault(Object.assign(new Error('x'), { code: 'EBADF' }))).toBeUndefined();
});
