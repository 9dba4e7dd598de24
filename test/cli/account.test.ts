/** `pledge account add` and `revoke`, where somebody joins, and leaves for good. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSignInSteps } from '../../src/access/sign-in-steps.ts';
import type { Deps } from '../../src/actions/deps.ts';
import { readInvitation } from '../../src/actions/join.ts';
import { accountAddCommand } from '../../src/cli/commands/account-add.ts';
import { accountInviteCommand } from '../../src/cli/commands/account-invite.ts';
import { accountListCommand } from '../../src/cli/commands/account-list.ts';
import { accountRevokeCommand } from '../../src/cli/commands/account-revoke.ts';
import { openDatabase } from '../../src/open-database.ts';
import { temporaryFolder } from './demo-folder.ts';
import { runCommandIn } from './run-command.ts';

const folder = temporaryFolder();
const database = join(folder.path, 'pledge.sqlite');
const environment = { PLEDGE_KEY: 'ab'.repeat(32) };
const origin = 'http://localhost';
const visit = { origin, cookies: '', address: null };
let deps: Deps;
let close: () => void;

beforeAll(async () => {
  ({ deps, close } = await openDatabase(database, environment));
});
afterAll(() => {
  close();
  folder.remove();
});

const people = { name: 'Ana Lima', role: 'registrar', borough: 'E09000025', email: 'ana@newham.example' };

function add(change: Partial<typeof people> = {}) {
  const words = Object.entries({ ...people, ...change, database }).flatMap(([name, value]) => [`--${name}`, value]);
  return runCommandIn(environment, accountAddCommand, ...words);
}

const revoke = (account: string, variables: Readonly<Record<string, string>> = environment) =>
  runCommandIn(variables, accountRevokeCommand, '--account', account, '--database', database);

function signInDesk() {
  if (deps.signIn === null) throw new Error('The database was opened with a key.');
  return deps.signIn;
}

test('somebody who leaves is let in by no password, no session and no token, and their e-mail address is free again', async () => {
  const added = await add();
  const account = /account (\S+)\./.exec(added.err)?.[1] ?? '';
  const password = /shown this once: (\S+)/.exec(added.err)?.[1] ?? '';
  const steps = createSignInSteps(signInDesk());
  expect((await steps.password(visit, people.email, password)).kind).toBe('set-up');
  const session = (await signInDesk().openSession(account, 'provider')) ?? '';
  expect((await signInDesk().whoIs(session))?.account.id).toBe(account);

  const ended = await revoke(account);
  expect([ended.code, ended.out]).toEqual([0, '1\n']);
  expect(ended.err).toContain('its sign-in and every session');
  expect(await signInDesk().whoIs(session)).toBeNull();
  expect((await steps.password(visit, people.email, password)).kind).toBe('wrong');
  expect(await signInDesk().openSession(account, 'provider')).toBeNull();
  await expect(revoke(account)).rejects.toThrow(`Nothing lets an account ${account} in.`);
  expect((await add()).code).toBe(0);
});

test('an e-mail address that somebody signs in with is refused, and nobody is added', async () => {
  const other = { email: 'Bea@Newham.example' };
  expect((await add(other)).code).toBe(0);
  const before = await deps.store.read.accounts();
  await expect(add({ ...other, name: 'Somebody else' })).rejects.toThrow(
    'Somebody signs in with Bea@Newham.example already',
  );
  expect(await deps.store.read.accounts()).toEqual(before);
});

test('without the key nothing is half ended', async () => {
  const added = await add({ email: 'cy@newham.example' });
  const account = /account (\S+)\./.exec(added.err)?.[1] ?? '';
  const { code, err } = await revoke(account, {});
  expect(code).toBe(3);
  expect(err).toContain('PLEDGE_KEY');
  expect(await deps.store.read.tokensOf(account)).toHaveLength(1);
});

test('an operator asks anybody to join, and lists who is there', async () => {
  const words = { name: 'Olu Ade', role: 'trial-administrator', email: 'olu@trials.example', database };
  const asked = await runCommandIn(
    { ...environment, PLEDGE_ORIGIN: 'https://pledge.example' },
    accountInviteCommand,
    ...Object.entries(words).flatMap(([name, value]) => [`--${name}`, value]),
  );
  expect(asked.code).toBe(0);
  const token = /^https:\/\/pledge\.example\/join\/([\w-]+)\n$/.exec(asked.out)?.[1] ?? '';
  expect(await readInvitation(deps, token)).toEqual({ name: 'Olu Ade', email: 'olu@trials.example' });
  const listed = await runCommandIn(environment, accountListCommand, '--database', database, '--json');
  expect(JSON.parse(listed.out)).toContainEqual(
    expect.objectContaining({
      name: 'Olu Ade',
      role: 'trial-administrator',
      email: 'olu@trials.example',
      endedAt: null,
    }),
  );
  expect(listed.out).not.toContain(token);
  expect((await runCommandIn(environment, accountListCommand, '--database', database)).out).toContain(
    'olu@trials.example',
  );
});
