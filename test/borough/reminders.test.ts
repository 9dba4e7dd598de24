/** The mail merge of reminders: addresses that stay addresses, values that are harmless, and what Notify reports brought down to codes. */
import fc from 'fast-check';
import { parseCsv } from 'hucre/csv';
import { describe, expect, test } from 'vitest';
import { signerOfBytes } from '../../src/borough/follow-up-codes.ts';
import { hasherOfBytes } from '../../src/borough/hasher.ts';
import { referenceHash } from '../../src/borough/linkage.ts';
import { emailAddress, mobileNumber } from '../../src/borough/reminders/address-of-message.ts';
import { chooseMessages, type DueMessage } from '../../src/borough/reminders/choose-messages.ts';
import { householdNames, linkedMessages, madeCsv, mergeFiles } from '../../src/borough/reminders/mail-merge.ts';
import { type Contacts, readContacts } from '../../src/borough/reminders/read-contacts.ts';
import { deliveriesCsv, readReport } from '../../src/borough/reminders/read-report.ts';
import { linkHash } from '../../src/trial/follow-up-code.ts';
import { reminderText, reminderWordingOf } from '../../src/trial/reminder-wording.ts';

const key = new Uint8Array(32).fill(3);
const sign = signerOfBytes(key);
const place = { borough: 'Newham', site: 'https://pledge.example' };
const bytes = (text: string) => new TextEncoder().encode(text);
const hash = (reference: string) => referenceHash(key, reference);
const reader = (reference: string) => ({
  reference_hash: hash(reference),
  ceremony: 'c1',
  version: 0,
  link_hash: null,
});
const due = (...references: readonly string[]): DueMessage => ({ reminder: 1, people: references.map(reader) });
const both = { channels: ['e-mail', 'text-message'] as const, silent: [], needsConsent: false };
const none = { 'not-in-lists': 0, 'not-agreed': 0, 'no-address': 0, 'silent-address': 0, 'too-long': 0 };

async function contacts(csv: string): Promise<Contacts> {
  const read = await readContacts(bytes(csv), hasherOfBytes(key));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

async function merged(
  csv: string,
  messages: readonly DueMessage[],
  rules: Parameters<typeof chooseMessages>[2] = both,
) {
  const chosen = chooseMessages(messages, await contacts(csv), rules);
  return { ...chosen, files: mergeFiles(await linkedMessages(sign, 'ceremony-offer', chosen.messages), place) };
}

const rowsOf = (text: string) => parseCsv(text).map((row) => row.map(String));

describe('an address', () => {
  test.each([
    ['+447700900123', '07700900123'],
    ['+44 (0)7700 900-123', '07700900123'],
    ['7700900123', '07700900123'],
    ['00 44 7700 900123', '07700900123'],
    ['\u200b07700\u00a0900123', '07700900123'],
    ['07624 123456', '07624123456'],
    ['+33 6 12 34 56 78', null],
    ['0033612345678', null],
    ['020 7946 0018', null],
    ['07000 123456', null],
    ['=HYPERLINK("x")', null],
    ['ask for Ada', null],
  ])('%s as a mobile number is %s', (typed, expected) => {
    expect(mobileNumber(typed)).toBe(expected);
  });

  test.each([
    [" Ada.O'Neil+b@Example.ORG ", "ada.o'neil+b@example.org"],
    ['=cmd|1@example.org', null],
    ['+tag@example.org', null],
    ['-ada@example.org', null],
    ['@ada@example.org', null],
    ['ada@example', null],
    ['ada..b@example.org', null],
    ['ada@example.org,ben@example.org', null],
  ])('%s as an e-mail address is %s', (typed, expected) => {
    expect(emailAddress(typed)).toBe(expected);
  });

  test('is never what a spreadsheet program takes for a formula, and is read again as it was written', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.emailAddress(), fc.stringMatching(/^[+0-9 ()-]{1,20}$/)),
        (text) => {
          for (const read of [emailAddress, mobileNumber]) {
            const address = read(text);
            if (address === null) continue;
            expect(address).not.toMatch(/^[=+\-@\t\r]|[\s",]/);
            expect(read(address)).toBe(address);
          }
        },
      ),
    );
  });
});

const list = [
  'Home Office Ref,Surname,Forenames,Lead Case Identifier,Email,Mobile No',
  'A100001,Obi,Ada,A100001,ada@example.org,07700 900001',
  'A100002,"Obi, née Quill","Ben ""Benno""",A100001,,+447700900002',
  'A100003,=2+5,@Chi,A100003,,07700900003',
  'A100004,Dean,Dee,A100004,,020 7946 0018',
  'A100005,Evans,Eve,A100005,eve@example.org,',
].join('\n');

describe('the mail merge', () => {
  test('has the columns that Notify takes, e-mail first, and a reference to join the report by', async () => {
    const { files, messages, left } = await merged(list, [due('A100001'), due('A100003'), due('A100004'), due('X9')]);
    expect(left).toEqual({ ...none, 'not-in-lists': 1, 'no-address': 1 });
    expect(files.map(({ name, messages: count }) => [name, count])).toEqual([
      ['reminder-1-e-mail.csv', 1],
      ['reminder-1-text-message.csv', 1],
    ]);
    const [emails, texts] = files.map(({ text }) => rowsOf(text));
    expect(emails?.[0]).toEqual(['email address', 'name', 'borough', 'page', 'reference']);
    expect(emails?.[1]).toEqual([
      ...['ada@example.org', 'Ada Obi', 'Newham', expect.stringMatching(/^https:\/\/pledge\.example\/me\/[\w-]{24}$/)],
      `${hash('A100001')}-1`,
    ]);
    expect(texts?.[0]?.[0]).toBe('phone number');
    expect(texts?.[1]?.slice(0, 2)).toEqual(['07700900003', "'@Chi =2+5"]);
    expect(madeCsv(messages)).toBe(
      `reminder,channel,reference_hashes\n1,e-mail,${hash('A100001')}\n1,text-message,${hash('A100003')}\n`,
    );
  });

  test('sends a household one message, with every name and whose page is whose, to whoever has an address', async () => {
    const { files } = await merged(list, [due('A100002', 'A100001', 'X9')]);
    const [, row] = rowsOf(files[0]?.text ?? '');
    expect(row?.[0]).toBe('ada@example.org');
    expect(row?.[1]).toBe('Ada Obi and Ben "Benno" Obi, née Quill');
    expect(row?.[3]).toMatch(/^Ada Obi: https:\/\/\S+ ; Ben "Benno" Obi, née Quill: https:\/\/\S+$/);
    expect(row?.[4]).toBe(`${hash('A100001')}-1`);
    const byText = await merged(list, [due('A100002', 'A100001')], { ...both, channels: ['text-message'] });
    expect(rowsOf(byText.files[0]?.text ?? '')[1]?.[0]).toBe('07700900002');
    expect(householdNames([{ name: 'A B' }, { name: '' }, { name: 'C' }, { name: 'D' }])).toBe('A B, C and D');
  });

  test('uses no address of somebody who left or asked for nothing more', async () => {
    const shared = list.replace('eve@example.org', 'ada@example.org');
    const { messages, left } = await merged(shared, [due('A100001'), due('A100005')], {
      ...both,
      silent: [hash('A100005')],
    });
    expect(left).toEqual({ ...none, 'silent-address': 1 });
    expect(messages.map(({ address }) => address)).toEqual(['07700900001']);
  });

  test('leaves out a text message that Notify would refuse the file for, and sends it by e-mail where it can', async () => {
    const names = Array.from(
      { length: 8 },
      (_, at) => `A40000${at},Surname${at},Forename${at},${at === 0 ? 'b@example.org' : ''},07700900100`,
    );
    const csv = ['Home Office Ref,Surname,Forenames,Email,Mobile', ...names].join('\n');
    const all = due(...names.map((line) => line.slice(0, 7)));
    expect((await merged(csv, [all])).messages.map(({ channel }) => channel)).toEqual(['e-mail']);
    const { left, messages } = await merged(csv, [all], { ...both, channels: ['text-message'] });
    expect([left['too-long'], messages]).toEqual([1, []]);
  });

  test('under consent reminds whoever agreed by the list, and whoever refused in no case', async () => {
    const csv = [
      'Home Office Ref,Name,Email,Consent to contact',
      'A400001,Ada,ada@example.org,Yes',
      'A400002,Ben,ben@example.org,no',
      'A400003,Chi,chi@example.org,',
      'A400004,Dee,ben@example.org,yes',
    ].join('\n');
    const all = ['A400001', 'A400002', 'A400003', 'A400004'].map((one) => due(one));
    const consent = await merged(csv, all, { ...both, needsConsent: true });
    expect(consent.messages.map(({ address }) => address)).toEqual(['ada@example.org']);
    expect(consent.left).toEqual({ ...none, 'not-agreed': 2, 'silent-address': 1 });
    const publicTask = await merged(csv, all);
    expect(publicTask.messages.map(({ address }) => address)).toEqual(['ada@example.org', 'chi@example.org']);
  });

  test('makes a message again by its own channel and to whom it was addressed, or not at all', async () => {
    const again = (channel: 'e-mail' | 'text-message', ...references: readonly string[]) => ({
      ...due(...references),
      channel,
    });
    const { messages, left } = await merged(list, [
      again('text-message', 'A100001'),
      again('e-mail', 'A100002', 'A100001'),
    ]);
    expect(messages.map(({ address }) => address)).toEqual(['07700900001']);
    expect(left['no-address']).toBe(1);
  });

  test('tells a link that nobody registered, one that is, and one of another key', async () => {
    const { messages } = await merged(list, [due('A100001')]);
    const [fresh] = await linkedMessages(sign, 'ceremony-offer', messages);
    const token = fresh?.people[0]?.token ?? '';
    const stateWith = async (link_hash: string) => {
      const known = messages.map((one) => ({
        ...one,
        people: one.people.map((person) => ({ ...person, version: 1, link_hash })),
      }));
      return (await linkedMessages(sign, 'ceremony-offer', known))[0]?.people[0]?.state;
    };
    expect(fresh?.people[0]?.state).toBe('new');
    expect(await stateWith(linkHash(token))).toBe('registered');
    expect(await stateWith('0'.repeat(64))).toBe('other-key');
  });

  test('writes any name so that a spreadsheet program runs nothing and Notify reads one row', async () => {
    const names = fc.array(
      fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '"', ',', ''), fc.string({ unit: 'grapheme' })),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(names, async (parts) => {
        const people = parts.map(([start, text], index) => ({ ...reader(`A${index}`), name: `${start}${text}` }));
        const message = { reminder: 2, channel: 'text-message' as const, address: '07700900001', people };
        const [file] = mergeFiles(await linkedMessages(sign, 'ceremony-offer', [message]), place);
        const text = file?.text ?? '';
        expect(text.split('\n')).toHaveLength(3);
        expect(text).not.toMatch(/[\r\t]/);
        const rows = rowsOf(text);
        expect(rows).toHaveLength(2);
        expect(rows[1]).toHaveLength(5);
        expect(rows[1]?.[0]).toBe('07700900001');
        for (const cell of rows[1] ?? []) expect(cell).not.toMatch(/^[=+\-@]/);
      }),
    );
  });

  test('refuses a list without references, and one without addresses', async () => {
    for (const csv of ['Surname,Forenames,Email\nObi,Ada,a@b.org\n', 'Home Office Ref,Surname\nA100001,Obi\n']) {
      expect((await readContacts(bytes(csv), hasherOfBytes(key))).ok).toBe(false);
    }
  });
});

describe('Notify’s report', () => {
  const one = `${hash('A100001')}-1`;
  const report = (...rows: readonly string[]) =>
    bytes(['Row number,email address,name,borough,page,reference,Template,Type,Job,Status,Time', ...rows].join('\n'));
  const row = (reference: string, status: string) =>
    `1,ada@example.org,"Obi, Ada",Newham,x,${reference},Reminder,email,r.csv,${status},now`;

  test.each([
    ['Delivered', 'delivered'],
    ['delivered', 'delivered'],
    ['Email address doesn’t exist', 'permanent-failure'],
    ['Phone number does not exist', 'permanent-failure'],
    ['permanent-failure', 'permanent-failure'],
    ['Inbox not accepting messages right now', 'temporary-failure'],
    ['Phone not accepting messages right now', 'temporary-failure'],
    ['Technical failure', 'technical-failure'],
  ])('"%s" is %s', (words, status) => {
    const read = readReport(report(row(one, words)));
    expect(read).toEqual({
      ...{ ok: true },
      value: { rows: [{ reference_hash: hash('A100001'), reminder: 1, status }], pending: 0, unknown: [] },
    });
  });

  test('leaves out what is not decided, names rows that it does not know, and tells nothing of what they hold', () => {
    const read = readReport(report(row(one, 'Sending'), row('Ada', 'Delivered'), row(one, 'Eaten'), ''));
    expect(read).toEqual({ ok: true, value: { rows: [], pending: 1, unknown: [3, 4] } });
    const refused = readReport(bytes('email address,Status\nada@example.org,Delivered\n'));
    expect(refused.ok).toBe(false);
    expect(JSON.stringify(refused)).not.toContain('ada@');
  });

  test('comes down to three columns', () => {
    const read = readReport(report(row(one, 'Delivered')));
    expect(read.ok && deliveriesCsv(read.value.rows)).toBe(
      `reference_hash,reminder,status\n${hash('A100001')},1,delivered\n`,
    );
  });
});

test('every column that the wording asks for is in the file, so that a message reads whole', async () => {
  const wording = reminderWordingOf(1);
  if (wording === undefined) throw new Error('there is a first wording');
  const { files } = await merged(list, [due('A100001')]);
  const [head = [], row = []] = rowsOf(files[0]?.text ?? '');
  const values = Object.fromEntries(head.map((name, at) => [name, row[at] ?? '']));
  const text = reminderText(wording, 'e-mail', { name: '', borough: '', page: '', ...values });
  expect(text).not.toContain('((');
  expect(text).toContain('Dear Ada Obi,');
  const longest = reminderText(wording, 'text-message', {
    name: 'x'.repeat(60),
    borough: 'Kensington and Chelsea',
    page: 'x'.repeat(60),
  });
  expect(longest.length).toBeLessThan(459);
});
