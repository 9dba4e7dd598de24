/** `pledge protocol diff`: a lawful amendment ends with 0, one that touches the draw with 3, and no protocol with 2. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { protocolDiffCommand } from '../../src/cli/commands/protocol-diff.ts';
import { runCommand } from './run-command.ts';

const old = fileURLToPath(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pledge-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

function changed(from: string, to: string): string {
  const file = join(folder, 'new.json');
  writeFileSync(file, readFileSync(old, 'utf8').replace(from, to));
  return file;
}

describe('pledge protocol diff', () => {
  test('says of the same file that nothing changes', async () => {
    const { code, out } = await runCommand(protocolDiffCommand, old, old);
    expect(code).toBe(0);
    expect(out).toMatch(/Nothing changes\n$/);
  });

  test('shows what can be amended, with its weight and what would end it', async () => {
    const { code, out } = await runCommand(protocolDiffCommand, old, changed('"windowDays": 90', '"windowDays": 75'));
    expect(code).toBe(0);
    expect(out).toMatch(/outcomes › registered › windowDays: changed, major\n {2}- 90\n {2}\+ 75\n/);
    expect(out).toMatch(/not any more once somebody has read outcomes by arm/);
    expect(out).toMatch(/At least major\n$/);
  });

  test('ends with 3 where the draw would change, and says so as JSON too', async () => {
    const file = changed('"blockSizes": [', '"blockSizes": [54, ');
    const { code, out } = await runCommand(protocolDiffCommand, old, file, '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      canBeAmended: false,
      changes: [{ path: 'scheme.blockSizes', refusal: expect.stringContaining('drawn from this') }],
    });
  });

  test('refuses what is no protocol', async () => {
    expect((await runCommand(protocolDiffCommand, old, changed('"slug"', '"slugg"'))).code).toBe(2);
    expect((await runCommand(protocolDiffCommand, old)).code).toBe(2);
  });
});
