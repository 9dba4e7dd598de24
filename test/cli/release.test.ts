/** `pledge release` writes what was approved, byte for byte, and refuses before. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addAccount } from '../../src/actions/accounts.ts';
import { createTrial } from '../../src/actions/create-trial.ts';
import { loadTrial } from '../../src/actions/load.ts';
import { packRows } from '../../src/actions/release-pack.ts';
import { releaseCommand } from '../../src/cli/commands/release.ts';
import { openDatabase } from '../../src/open-database.ts';
import { arm, sampleRelease } from '../analysis/release/sample-release.ts';
import { protocolText } from '../api/service.ts';
import { temporaryFolder } from './demo-folder.ts';
import { runCommand } from './run-command.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

test('the folder holds the pack; a folder that holds something else is left alone', async () => {
  const database = join(folder.path, 'pledge.sqlite');
  const { deps, close } = await openDatabase(database, { PLEDGE_KEY: 'ab'.repeat(32) });
  const who = {
    name: 'A',
    role: 'researcher',
    borough: null,
    organisation: null,
    isTraining: false,
    validDays: 1,
  } as const;
  const { account } = await addAccount(deps, who);
  const request = { account, idempotencyKey: 'draft-it-once', requestHash: '0'.repeat(64) };
  await createTrial(deps, request, protocolText('ceremony-offer'));
  const out = join(folder.path, 'pack');
  const run = () => runCommand(releaseCommand, '--trial', 'ceremony-offer', '--out', out, '--database', database);
  await expect(run()).rejects.toThrow('Nothing of this trial has been released yet.');

  const release = { ...sampleRelease([arm('usual', 1_000, 400), arm('visit', 1_000, 500)], null), proof: {} as never };
  const rows = await packRows(await loadTrial(deps, 'ceremony-offer'), release, '2027-03-01T12:00:00.000Z');
  expect(await deps.store.commit(rows)).toEqual({ ok: true });
  expect(await run()).toMatchObject({ code: 0 });
  expect(readdirSync(out)).toHaveLength(13);
  expect(readFileSync(join(out, 'arms.csv'), 'utf8')).toContain('Registered,usual,1000,400,40.0');
  expect(readFileSync(join(out, 'tables.ods')).subarray(0, 2).toString()).toBe('PK');
  expect(readFileSync(join(out, 'methods.md'), 'utf8')).not.toContain('SIMULATED');
  expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining('not empty') });
  close();
});
