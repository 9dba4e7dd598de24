/** Matching attendees with a register: the people whom naive matching gets wrong, each as a small register of their own among others. */
import { describe, expect, test } from 'vitest';
import { hasherOfBytes } from '../../src/borough/hasher.ts';
import { readDecisions, reviewCsv } from '../../src/borough/matching/match-files.ts';
import { type Decisions, matchPeople } from '../../src/borough/matching/match-people.ts';
import { openRegister } from '../../src/borough/matching/read-register.ts';
import { registerFieldNamed } from '../../src/borough/matching/register-columns.ts';
import type { Person } from '../../src/borough/person.ts';
import { quality, syntheticRegister } from './synthetic-register.ts';

const on = '2026-11-27';
const hasher = hasherOfBytes(new Uint8Array(32).fill(7));
const heading =
  'Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,Elector Forename,PostCode,Address1,Address2,UPRN,Date Registered';
/** Three thousand electors who are none of the attendees. */
const others = syntheticRegister(11, { electors: 3000, attendees: 2 }).registerCsv.split('\n').slice(1);

type Entry = readonly [
  surname: string,
  forenames: string,
  address?: string,
  postcode?: string,
  date?: string,
  uprn?: string,
];
const home = ['12 Larch Road', 'HA0 2BB'] as const;

function registerOf(entries: readonly Entry[]): string {
  const rows = entries.map(
    ([surname, forenames, address = home[0], postcode = home[1], date = '', uprn = ''], at) =>
      `ZZ,${9000 + at},0,,${date},"${surname}","${forenames}",${postcode},"${address}",London,${uprn},${10 + at}/11/2026`,
  );
  return [heading, ...rows, ...others].join('\n');
}

function person(surname: string, forenames: string, more: Partial<Person> = {}): Person {
  const [address, postcode] = home;
  const base = {
    lead: '',
    fullName: '',
    born: '1990-03-25',
    country: '',
    registered: 'unknown',
    reason: null,
  } as const;
  return {
    ...base,
    row: 2,
    reference: `R${surname}${forenames}${more.born ?? ''}1`,
    surname,
    forenames,
    address,
    postcode,
    ...more,
  };
}

async function matched(
  people: readonly Person[],
  entries: readonly Entry[],
  more: { uprns?: ReadonlyMap<number, string>; decided?: Decisions } = {},
) {
  const register = await openRegister(new TextEncoder().encode(registerOf(entries)));
  if (!register.ok) throw new Error(register.problems[0]?.message);
  return matchPeople(people, more.uprns ?? new Map(), register.value, {
    hasher,
    on,
    ...(more.decided === undefined ? {} : { decided: more.decided }),
  });
}

async function statuses(people: readonly Person[], entries: readonly Entry[]) {
  return (await matched(people, entries)).rows.map(({ status }) => status);
}

describe('one person under two spellings', () => {
  test.each([
    ['accents and other letters', person('Żółkiewska', 'Małgorzata'), ['Zolkiewska', 'Malgorzata']],
    [
      'a double-barrelled surname of which a part is left out',
      person('Okonkwo-Bright', 'Adaeze'),
      ['Okonkwo', 'Adaeze'],
    ],
    ['a surname with and without its space and hyphen', person('Al-Hassan', 'Omar'), ['Al Hassan', 'Omar']],
    ['an apostrophe', person("O'Rourke", 'Seán'), ['ORourke', 'Sean']],
    ['a patronymic in the list alone', person('Sidorov', 'Ivan Petrovich'), ['Sidorov', 'Ivan']],
    ['a patronymic in the register alone', person('Sidorova', 'Olga'), ['Sidorova', 'Olga Petrovna']],
    ['a double-barrelled surname without its hyphen', person('Okonkwo-Bright', 'Adaeze'), ['Okonkwo Bright', 'Adaeze']],
    ['a chain of names cut in another place', person('Tesfaye', 'Abebe'), ['Kebede', 'Abebe Tesfaye']],
    ['surname and forename swapped', person('Yuki', 'Nakamura'), ['Nakamura', 'Yuki']],
    ['a slip of the pen', person('Krishnamurthy', 'Lakshmi'), ['Krishnamurty', 'Lakshmi']],
    ['a title', person('Ferreira', 'Mrs Beatriz'), ['Ferreira', 'Beatriz']],
  ] as const)('%s', async (_, attendee, [surname, forenames]) => {
    const { rows } = await matched([attendee], [[surname, forenames]]);
    expect(rows).toEqual([
      { trial_id: await hasher.reference(attendee.reference), status: 'registered', date: '2026-11-10' },
    ]);
  });

  test.each([
    ['in either column', person('Suharto', ''), ['', 'Suharto']],
    ['and XXX for the other', person('Suharto', 'XXX'), ['Suharto', '']],
  ] as const)(
    'one name alone, %s, tells less than two and is looked at by a person',
    async (_, attendee, [surname, forenames]) => {
      const { rows, review } = await matched([attendee], [[surname, forenames]]);
      expect(rows.map(({ status }) => status)).toEqual(['review']);
      expect(review).toHaveLength(1);
    },
  );

  test('umlauts written out in both names are looked at by a person, and never called not registered', async () => {
    const { rows, review } = await matched([person('Müller', 'Jürgen')], [['Mueller', 'Juergen']]);
    expect(rows.map(({ status }) => status)).toEqual(['review']);
    expect(review).toHaveLength(1);
  });

  test('the same flat written in another way, and a property by its UPRN', async () => {
    const flat: Entry = ['Nakamura', 'Hana', 'FLAT 3, THE MILL, 12 ELM STREET', 'HA9 1AA'];
    expect(
      await statuses([person('Nakamura', 'Hana', { address: '3/12 Elm St', postcode: 'ha91aa' })], [flat]),
    ).toEqual(['registered']);
    const mill = person('Nakamura', 'Hana', { address: 'The Mill House', postcode: '' });
    const { rows } = await matched([mill], [['Nakamura', 'Hana', 'Somewhere Else', 'HA9 9ZZ', '', '00100012345']], {
      uprns: new Map([[2, '100012345']]),
    });
    expect(rows[0]?.status).toBe('registered');
  });

  test('somebody who moved within the borough: by a name that nobody else has, or by the date of attainment', async () => {
    const moved = person('Wijesinghebandara', 'Thilakaratne', { address: '9 Elm Close', postcode: 'HA1 1AA' });
    expect(await statuses([moved], [['Wijesinghebandara', 'Thilakaratne']])).toEqual(['registered']);
    const young = person('Khan', 'Maria', { born: '2008-02-29', address: '9 Elm Close', postcode: 'HA1 1AA' });
    expect(await statuses([young], [['Khan', 'Maria', ...home, '01/03/2026']])).toEqual(['registered']);
  });
});

describe('other people', () => {
  test('a housemate of the same surname is nobody’s match', async () => {
    expect(
      await statuses(
        [person('Okafor', 'Chidi')],
        [
          ['Okafor', 'Ngozi'],
          ['Okafor', 'Emeka'],
        ],
      ),
    ).toEqual(['not-registered']);
  });

  test('of twins at one address the one who is registered', async () => {
    const twins = [
      person('Haddad', 'Layla', { born: '2007-05-01' }),
      person('Haddad', 'Rana', { born: '2007-05-01', row: 3 }),
    ];
    expect(await statuses(twins, [['Haddad', 'Rana', ...home, '01/05/2025']])).toEqual([
      'not-registered',
      'registered',
    ]);
  });

  test('twins at one address who are both registered each have their own entry, in whatever order', async () => {
    const twins = [
      person('Haddad', 'Layla', { born: '2007-05-01' }),
      person('Haddad', 'Rana', { born: '2007-05-01', row: 3 }),
    ];
    const { rows } = await matched(twins, [
      ['Haddad', 'Rana', ...home, '01/05/2025'],
      ['Haddad', 'Layla', ...home, '01/05/2025'],
    ]);
    expect(rows.map(({ status, date }) => [status, date])).toEqual([
      ['registered', '2026-11-11'],
      ['registered', '2026-11-10'],
    ]);
  });

  test('father and son of one name: nobody can tell whose entry or whose date is whose', async () => {
    const [father, son] = [
      person('Osei', 'Kofi', { born: '1960-01-01' }),
      person('Osei', 'Kofi', { born: '1999-01-01', row: 3 }),
    ];
    const both = await matched(
      [father, son],
      [
        ['Osei', 'Kofi'],
        ['Osei', 'Kofi'],
      ],
    );
    expect(both.rows.map(({ status, date }) => [status, date])).toEqual([
      ['unmatchable', ''],
      ['unmatchable', ''],
    ]);
    expect(await statuses([father, son], [['Osei', 'Kofi']])).toEqual(['unmatchable', 'unmatchable']);
    expect(
      await statuses(
        [son],
        [
          ['Osei', 'Kofi'],
          ['Osei', 'Kofi'],
        ],
      ),
    ).toEqual(['unmatchable']);
    expect(await statuses([father, son], [['Osei', 'Kofi', ...home, '01/01/2017']])).toEqual([
      'not-registered',
      'registered',
    ]);
  });

  test('an entry that was removed is none, and a namesake elsewhere with another date of attainment is another', async () => {
    const namesake = person('Quillfeather', 'Ada', { address: '9 Elm Close', postcode: 'HA1 1AA' });
    expect(await statuses([namesake], [['Quillfeather', 'Ada', ...home, '04/09/2026']])).not.toEqual(['registered']);
  });

  test('an anonymous entry at the address makes unmatchable, and never not-registered', async () => {
    const attendee = person('Okafor', 'Chidi');
    expect(await statuses([attendee], [['', '']])).toEqual(['unmatchable']);
    const untold = await matched([attendee], [['', '', '', '']]);
    expect([untold.rows[0]?.status, untold.counts.anonymousUntold]).toEqual(['not-registered', 1]);
  });

  test('somebody without a name, or with a name alone, is unmatchable', async () => {
    expect(await statuses([person('', '')], [])).toEqual(['unmatchable']);
    expect(await statuses([person('Okafor', 'Chidi', { address: '', postcode: '', born: null })], [])).toEqual([
      'unmatchable',
    ]);
  });

  test('whoever takes no part is left out', async () => {
    const { rows, leftOut } = await matched(
      [person('Okafor', 'Chidi', { born: '2012-01-01' }), person('Okafor', 'Obi', { reason: 'objected', row: 3 })],
      [],
    );
    expect([rows, leftOut]).toEqual([[], [2, 3]]);
  });
});

describe('the review list', () => {
  const married = person('Lindqvist', 'Ingrid');
  const entries: readonly Entry[] = [
    ['Abernathy', 'Ingrid'],
    ['Abernathy', 'Tom'],
  ];

  test('asks about a pair between the thresholds, and does what was said', async () => {
    const asked = await matched([married], entries);
    expect(asked.rows.map(({ status }) => status)).toEqual(['review']);
    expect(asked.review.map(({ elector }) => elector.number)).toEqual(['ZZ-9000']);
    for (const [word, status] of [
      ['same', 'registered'],
      ['Different', 'not-registered'],
      ['unsure', 'unmatchable'],
      ['', 'review'],
    ] as const) {
      const filled = reviewCsv(asked.review).replace(',ZZ-9000,,', `,ZZ-9000,${word},`);
      const decided = readDecisions(filled);
      if (!decided.ok) throw new Error(decided.problems[0]?.message);
      const { rows } = await matched([married], entries, { decided: decided.value });
      expect(
        rows.map((row) => row.status),
        word,
      ).toEqual([status]);
    }
    expect(readDecisions('trial_id,elector,decision\nx,1,perhaps\n')).toMatchObject({
      ok: false,
      problems: [{ path: 'row 2, decision' }],
    });
  });
});

test('columns of registers are known under the names that exports give them', () => {
  const names = {
    PD: 'prefix',
    ENO: 'number',
    ElectorSurname: 'surname',
    'First Names': 'forenames',
    'Elector Name': 'fullName',
    'Date of Attainment': 'date',
    'Elector DOB': 'date',
    PropertyAddress3: 'address',
    PropertyPostCode: 'postcode',
    'Franchise Flag': 'marker',
    MarkersRegisterText: 'marker',
    'Date Entered onto Register': 'from',
  };
  expect(Object.keys(names).map(registerFieldNamed)).toEqual(Object.values(names));
});

test('SYNTHETIC register with known truth: precision and recall hold their floors', async () => {
  const { attendees, registerCsv } = syntheticRegister(3, { electors: 20_000, attendees: 300 });
  const register = await openRegister(new TextEncoder().encode(registerCsv));
  if (!register.ok) throw new Error('the register cannot be read');
  const people = attendees.map(({ reference, surname, forenames, born, address, postcode }, at) =>
    person(surname, forenames, { reference, born, address, postcode, row: at + 2 }),
  );
  const takesPart = attendees.filter(({ born }) => born <= '2008-11-27');
  const { rows } = await matchPeople(people, new Map(), register.value, { hasher, on });
  const { precision, recall, missed } = quality(
    rows.map(({ status }) => status),
    takesPart.map(({ isRegistered }) => isRegistered),
  );
  expect(precision).toBeGreaterThan(0.97);
  expect(recall).toBeGreaterThan(0.75);
  expect(missed).toBeLessThan(0.1);
});
