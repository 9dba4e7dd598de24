/** `pledge reminders` and `pledge reminders report`: from a list and hashes to files for Notify, and back to codes, without a network. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { followUpCodes, signerOfBytes } from '../../src/borough/follow-up-codes.ts';
import { referenceHash } from '../../src/borough/linkage.ts';
import { remindersCommand } from '../../src/cli/commands/reminders.ts';
import { remindersReportCommand } from '../../src/cli/commands/reminders-report.ts';
import { linkHash } from '../../src/trial/follow-up-code.ts';
import { temporaryFolder } from './demo-folder.ts';
import { runCommand } from './run-command.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const read = (name: string) => readFileSync(at(name), 'utf8');
const key = new Uint8Array(32).fill(5);
writeFileSync(at('key'), `${Buffer.from(key).toString('hex')}\n`);
writeFileSync(
  at('list.csv'),
  'Home Office Ref,Name,E-mail\nA300001,"Obi, Ada",ada@example.org\nA300002,@Ben Dean,ben@example.org\nA300003,Chi,\n',
);
const hash = (reference: string) => referenceHash(key, reference);
const reader = async (reference: string, isRegistered: boolean) => {
  const person = { trial: 'ceremony-offer', referenceHash: hash(reference), version: 1 };
  const { token } = await followUpCodes(signerOfBytes(key), person);
  const link_hash = isRegistered ? linkHash(token) : null;
  return { reference_hash: person.referenceHash, ceremony: 'c1', version: isRegistered ? 1 : 0, link_hash };
};
const due = {
  ...{ trial: 'ceremony-offer', borough: 'E09000025', site: 'https://pledge.example', today: '2026-03-19' },
  ...{ lawfulBasis: 'public-task', channels: ['e-mail'], silent: [], made: [] as unknown[] },
  due: [
    { reminder: 1, until: '2026-04-01', people: [await reader('A300001', true)] },
    { reminder: 1, until: '2026-04-01', people: [await reader('A300002', false)] },
    { reminder: 1, until: '2026-04-01', people: [await reader('A300003', true)] },
    { reminder: 1, until: '2026-04-01', people: [await reader('A300009', true)] },
  ],
};
writeFileSync(at('due.json'), JSON.stringify(due));
const make = (...more: readonly string[]) =>
  runCommand(remindersCommand, '--due', at('due.json'), '--list', at('list.csv'), '--key', at('key'), ...more);

test('makes messages for whoever has an address and a registered card, and hashes for the service', async () => {
  const { code, out, err } = await make('--out', at('out'));
  expect([code, out]).toEqual([0, '']);
  expect(err.trim().split('\n')).toEqual([
    '1 messages made: 1 in reminder-1-e-mail.csv.',
    '1 are for people without a registered card: print their cards first.',
    '1 are for people who are not in this list.',
    '1 are for people without an address that may be used.',
    'Upload made.csv on the page of reminders before you send them.',
  ]);
  const [head, row] = read('out/reminder-1-e-mail.csv').split('\n');
  expect(head).toBe('email address,name,borough,page,reference');
  expect(row).toMatch(/^ada@example\.org,"Obi, Ada",Newham,https:\/\/pledge\.example\/me\/[\w-]{24},[0-9a-f]{64}-1$/);
  expect(read('out/made.csv')).toBe(`reminder,channel,reference_hashes\n1,e-mail,${hash('A300001')}\n`);
  expect(statSync(at('out/reminder-1-e-mail.csv')).mode & 0o777).toBe(0o600);
});

test('makes earlier messages again, and records nothing a second time', async () => {
  const earlier = { ...due, due: [], made: [{ ...due.due[0], channel: 'e-mail' }] };
  writeFileSync(at('due.json'), JSON.stringify(earlier));
  expect((await make('--out', at('again'), '--again')).code).toBe(0);
  expect(read('again/reminder-1-e-mail.csv')).toBe(read('out/reminder-1-e-mail.csv'));
  expect(() => read('again/made.csv')).toThrow();
  writeFileSync(at('due.json'), JSON.stringify(due));
});

test('refuses another key, what is no due.json, and a list without addresses, and repeats nothing of them', async () => {
  writeFileSync(at('other'), `${'ab'.repeat(32)}\n`);
  const otherHash = referenceHash(new Uint8Array(32).fill(0xab), 'A300001');
  const wrong = { ...due, due: [{ reminder: 1, people: [{ ...due.due[0]?.people[0], reference_hash: otherHash }] }] };
  writeFileSync(at('wrong.json'), JSON.stringify(wrong));
  const files = ['--list', at('list.csv'), '--out', at('no')];
  const another = await runCommand(remindersCommand, '--due', at('wrong.json'), '--key', at('other'), ...files);
  expect(another).toMatchObject({ code: 2, err: expect.stringContaining('another key') });
  writeFileSync(at('none.json'), '{"due": "Ada"}');
  const none = await runCommand(remindersCommand, '--due', at('none.json'), '--key', at('key'), ...files);
  expect(none).toMatchObject({ code: 2, err: expect.not.stringContaining('Ada') });
  writeFileSync(at('bare.csv'), 'Home Office Ref,Name\nA300001,Ada\n');
  const bare = ['--due', at('due.json'), '--key', at('key'), '--list', at('bare.csv'), '--out', at('no')];
  expect(await runCommand(remindersCommand, ...bare)).toMatchObject({
    code: 2,
    err: expect.stringContaining('e-mail'),
  });
});

test('brings a report down to hashes and codes', async () => {
  const [head, row] = read('out/reminder-1-e-mail.csv').split('\n');
  const rows = [`1,${row},T,email,j,Delivered,now`, `2,${row},T,email,j,Sending,now`];
  writeFileSync(at('report.csv'), [`Row number,${head},Template,Type,Job,Status,Time`, ...rows].join('\n'));
  const done = await runCommand(remindersReportCommand, '--report', at('report.csv'), '--out', at('codes.csv'));
  expect(done).toMatchObject({ code: 0, err: '1 messages reported. 1 are not decided yet and left out.\n' });
  expect(read('codes.csv')).toBe(`reference_hash,reminder,status\n${hash('A300001')},1,delivered\n`);
  writeFileSync(at('strange.csv'), read('report.csv').replace('Delivered', 'Eaten by a dog'));
  const strange = await runCommand(remindersReportCommand, '--report', at('strange.csv'), '--out', at('x.csv'));
  expect(strange).toMatchObject({ code: 2, err: expect.stringMatching(/row 2: (?!.*dog)/) });
  const over = await runCommand(remindersReportCommand, '--report', at('report.csv'), '--out', at('report.csv'));
  expect(over.code).toBe(2);
});
