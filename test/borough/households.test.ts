/** Who belongs together: the Home Office's word, and what is only proposed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { householdsOf, proposedHouseholds } from '../../src/borough/households.ts';
import type { Person } from '../../src/borough/person.ts';

function person(given: Partial<Person> & { readonly reference: string }): Person {
  return {
    ...{ row: 1, lead: '', surname: 'Ash', forenames: '', fullName: '', born: null, address: '', postcode: '' },
    ...{ country: '', registered: 'unknown', reason: null, ...given },
  };
}

describe('households by lead case identifier', () => {
  test('join people however it is typed, the lead person’s own empty cell included', () => {
    const people = [
      person({ reference: 'A1', lead: 'b 2' }),
      person({ reference: 'B2' }),
      person({ reference: 'C3', lead: 'B2' }),
      person({ reference: 'D4' }),
    ];
    expect(householdsOf(people)).toEqual([
      { lead: 'B2', members: [0, 1, 2] },
      { lead: 'D4', members: [3] },
    ]);
  });
});

test('a code of the list’s own joins people of this list, and is not what the household is known by', () => {
  const people = [
    person({ reference: 'C1700022', lead: 'Family 2' }),
    person({ reference: 'C1700021', lead: 'family 2' }),
    person({ reference: 'C1700023', lead: '2' }),
  ];
  expect(householdsOf(people)).toEqual([
    { lead: 'C1700021', members: [0, 1] },
    { lead: 'C1700023', members: [2] },
  ]);
});

describe('one surname at one address', () => {
  const home = { address: '4 High St., Leeds', postcode: 'LS1 1AA' };
  const people = [
    person({ reference: 'A1', surname: 'Núñez', ...home }),
    person({ reference: 'B2', surname: 'NUNEZ', address: '4, high st leeds', postcode: 'ls11aa' }),
    person({ reference: 'C3', surname: 'Oak', ...home }),
    person({ reference: 'D4', surname: 'Núñez', address: '4 High St., Leeds LS1 1AA' }),
    person({ reference: 'E5', surname: 'Núñez', postcode: 'LS1 1AA' }),
  ];

  test('is a proposal, and joins nobody before it is confirmed', () => {
    expect(householdsOf(people)).toHaveLength(5);
    const [proposal, ...others] = proposedHouseholds(people);
    expect(others).toEqual([]);
    expect(proposal).toEqual({ members: [0, 1, 3] });
    expect(householdsOf(people, proposal === undefined ? [] : [proposal])).toEqual([
      { lead: 'A1', members: [0, 1, 3] },
      { lead: 'C3', members: [2] },
      { lead: 'E5', members: [4] },
    ]);
  });

  test('stays known by those who are on the list already, whoever joins them', () => {
    const list = people.filter((_, at) => at !== 0);
    const before = householdsOf(list, proposedHouseholds(list))[0];
    const after = householdsOf(people, proposedHouseholds(people), ({ reference }) => reference !== 'A1')[0];
    expect([before?.lead, after?.lead, after?.members]).toEqual(['B2', 'B2', [0, 1, 3]]);
  });

  test('is none where the lead case identifier has said it already', () => {
    expect(proposedHouseholds(people.map((one) => ({ ...one, lead: 'L1' })))).toEqual([]);
  });

  test('takes the identifier of whoever has one', () => {
    const mixed = people.map((one, at) => (at === 3 ? { ...one, lead: 'L9000009' } : one));
    expect(householdsOf(mixed, proposedHouseholds(mixed))[0]).toEqual({ lead: 'L9000009', members: [0, 1, 3] });
  });
});

test('property: the order of rows changes no household and no proposal', () => {
  const some = fc.record({
    reference: fc.constantFrom('A1', 'B2', 'C3', 'D4', 'E5', 'F6', 'G7'),
    lead: fc.constantFrom('', 'A1', 'B2', 'L1'),
    surname: fc.constantFrom('Ash', 'Oak'),
    address: fc.constantFrom('', '1 Road', '2 Road'),
  });
  const list = fc.uniqueArray(some, { selector: ({ reference }) => reference, minLength: 1 });
  const shuffled = list.chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
  );
  const named = (
    people: readonly Person[],
    groups: readonly { readonly members: readonly number[]; readonly lead?: string }[],
  ) =>
    groups
      .map(({ lead = '', members }) => [lead, ...members.map((at) => people[at]?.reference).toSorted()].join())
      .toSorted();
  fc.assert(
    fc.property(shuffled, ([rows, mixed]) => {
      const [one, other] = [rows.map(person), mixed.map(person)];
      expect(named(other, proposedHouseholds(other))).toEqual(named(one, proposedHouseholds(one)));
      const confirmed = householdsOf(one, proposedHouseholds(one));
      expect(named(other, householdsOf(other, proposedHouseholds(other)))).toEqual(named(one, confirmed));
      expect(confirmed.flatMap(({ members }) => members).toSorted((a, b) => a - b)).toEqual([...one.keys()]);
    }),
  );
});
