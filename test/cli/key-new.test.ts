/** `pledge key new`. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseLinkageKey } from '../../src/borough/linkage-key.ts';
import { keyNewCommand } from '../../src/cli/commands/key-new.ts';
import { temporaryFolder } from './demo-folder.ts';
import { runCommand } from './run-command.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('pledge key new', () => {
  test('makes a key that only its owner can read, and never the same twice', async () => {
    const [a, b] = [join(folder.path, 'a.key'), join(folder.path, 'b.key')];
    const ran = await runCommand(keyNewCommand, '--out', a);
    expect(ran.code).toBe(0);
    expect(ran.out).toBe('');
    await runCommand(keyNewCommand, '--out', b);
    expect(statSync(a).mode & 0o777).toBe(0o600);
    expect(parseLinkageKey(readFileSync(a, 'utf8')).ok).toBe(true);
    expect(readFileSync(a, 'utf8')).not.toBe(readFileSync(b, 'utf8'));
    expect(ran.err).not.toContain(readFileSync(a, 'utf8').trim());
  });

  test('never overwrites a file: exit 2', async () => {
    const path = join(folder.path, 'kept.key');
    writeFileSync(path, 'precious');
    const { code, err } = await runCommand(keyNewCommand, '--out', path);
    expect(code).toBe(2);
    expect(err).toContain('never overwritten');
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  test.each([[[]], [['--out']], [['--out', join(folder.path, 'no/such/folder.key')]]])(
    'refuses the words %j: exit 2',
    async (words) => {
      expect((await runCommand(keyNewCommand, ...words)).code).toBe(2);
    },
  );
});
