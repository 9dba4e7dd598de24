/** `pledge match`: the borough's list and its register to three columns, the doubtful pairs kept here. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { referenceHash } from '../../src/borough/linkage.ts';
import { matchCommand } from '../../src/cli/commands/match.ts';
import { ceremonyDay, messyWorkbook } from '../borough/messy-lists.ts';
import { syntheticRegister } from '../borough/synthetic-register.ts';
import { temporaryFolder } from './demo-folder.ts';
import { runCommand } from './run-command.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const read = (name: string) => readFileSync(at(name), 'utf8');
const key = new Uint8Array(32).fill(5);
writeFileSync(at('key'), `${Buffer.from(key).toString('hex')}\n`);
writeFileSync(at('list.xlsx'), await messyWorkbook());
const [, ...others] = syntheticRegister(5, { electors: 2000, attendees: 2 }).registerCsv.trim().split('\n');
const heading =
  'Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,Elector Forename,PostCode,Address1,Address2,UPRN,Date Registered';
const register = [
  heading,
  'ZZ,1,0,,,OKONKWO-BRIGHT,ADAEZE,NW10 3ZZ,12 LARCH ROAD,LONDON,,01/12/2026',
  'ZZ,2,0,,,Zolkiewska,Malgorzata,HA9 1AA,"3, The Mill",London,,',
  'ZZ,3,0,,,Abernathy,Hana,HA0 4CC,44 High St,London,,03/12/2026',
  ...others,
].join('\r\n');
writeFileSync(at('register.csv'), register);

const attendees = ['--attendees', at('list.xlsx'), '--key', at('key'), '--date', ceremonyDay];
const match = (...more: readonly string[]) =>
  runCommand(matchCommand, ...attendees, '--register', at('register.csv'), ...more);

test('writes three columns and nothing of either file, and keeps the review list apart until it is decided', async () => {
  const { code, out, err } = await match('--out', at('result.csv'));
  expect([code, out, err]).toEqual([0, '', expect.stringContaining('give the day it was published')]);
  expect(read('result.csv').trim().split('\n')).toEqual([
    'trial_id,status,date',
    `${referenceHash(key, '00412345')},registered,2026-12-01`,
    `${referenceHash(key, '00412346')},not-registered,`,
    `${referenceHash(key, 'C1700022')},registered,`,
    `${referenceHash(key, 'C1700023')},not-registered,`,
    `${referenceHash(key, 'C1700024')},not-registered,`,
    `${referenceHash(key, 'C1700025')},review,`,
  ]);
  expect(read('review.csv')).toContain('Abernathy');
  expect(statSync(at('review.csv')).mode & 0o777).toBe(0o600);
  // What was decided there is not written over.
  expect(await match('--out', at('again.csv'))).toMatchObject({ code: 2, err: expect.stringContaining('--decisions') });
  writeFileSync(at('review.csv'), read('review.csv').replace(',ZZ-3,,', ',ZZ-3,same,'));
  const decided = ['--decisions', at('review.csv'), '--review', at('more.csv'), '--published', '2026-12-05'];
  expect((await match('--out', at('again.csv'), ...decided)).code).toBe(0);
  expect(read('again.csv')).toContain(`${referenceHash(key, 'C1700025')},registered,2026-12-03`);
  expect(read('again.csv')).toContain(`${referenceHash(key, 'C1700022')},registered,2026-12-05`);
});

test('asks for what it does not know of a register, and refuses the list that has no names', async () => {
  writeFileSync(at('strange.csv'), 'PD,ENO,Who,Where\nAA,1,Ada Quill,12 Larch Road\n');
  const strange = ['--register', at('strange.csv'), '--out', at('x.csv')];
  const asked = await runCommand(matchCommand, ...attendees, ...strange);
  expect(asked).toMatchObject({ code: 2, err: expect.stringMatching(/Surname.*--register-columns.*Who/) });
  const told = [...strange, '--register-columns', 'fullName=Who,address=D'];
  expect((await runCommand(matchCommand, ...attendees, ...told)).code).toBe(0);
  writeFileSync(at('prepared.csv'), 'reference_hash,household_hash,group_size\nabc1,def1,1\n');
  const prepared = ['--attendees', at('prepared.csv'), ...attendees.slice(2), '--register', at('register.csv')];
  const said = ['--columns', 'reference=A', '--headings', '1', '--out', at('y.csv')];
  const refused = await runCommand(matchCommand, ...prepared, ...said);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('has no names') });
  expect(await match('--out', at('register.csv'))).toMatchObject({ code: 2 });
  expect(read('register.csv')).toBe(register);
});
