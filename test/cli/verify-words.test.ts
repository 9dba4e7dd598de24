/** The `pledge` program itself, run as a process: words that are no command, and a reader that stops reading. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { seedOf } from '../randomise/design-fixture.ts';

const pledge = fileURLToPath(new URL('../../src/cli/pledge.ts', import.meta.url));
const offer = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));

describe('words that every object knows are no commands', () => {
  test.each(['toString', '__proto__', 'constructor', 'hasOwnProperty', 'verify toString'])('%s', (words) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [pledge, ...words.split(' ')], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`There is no command "${words}"`);
    expect(stderr).not.toContain('Error');
  });
});

test('a reader that stops early, as `| head` does, is no mistake of Pledge', async () => {
  const units = join(mkdtempSync(join(tmpdir(), 'pledge-pipe-')), 'units.csv');
  const rows = Array.from({ length: 60_000 }, (_, index) => `ceremony-${index},E09000005\n`);
  writeFileSync(units, `unit,borough\n${rows.join('')}`);
  const words = ['draw', '--protocol', offer, '--units', units, '--seed', seedOf(1)];
  const child = spawn(process.execPath, [pledge, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [first] = await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  expect(String(first)).toMatch(/^unit,stratum,position,arm\n/);
  expect({ code, said }).toEqual({ code: 0, said: '' });
});
