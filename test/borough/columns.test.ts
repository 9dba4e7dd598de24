/** Which column means what, and what has to be asked. */
import { describe, expect, test } from 'vitest';
import { columnNames } from '../../src/borough/column-names.ts';
import { type Field, fields } from '../../src/borough/list-fields.ts';
import { fieldNamed, matchColumns, withChosen } from '../../src/borough/match-columns.ts';
import { columnQuestions } from '../../src/borough/open-questions.ts';

test('no name stands for two fields', () => {
  const all = fields.flatMap((field) => columnNames[field]);
  expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
});

test.each<[string, Field | undefined]>([
  ['Home Office Reference', 'reference'],
  ['HO_REF', 'reference'],
  ['HomeOfficeRef', 'reference'],
  ['Lead Case Identifier', 'lead'],
  ['SURNAME', 'surname'],
  ['Applicant’s surname', 'surname'],
  ["Applicant's Forename(s)", 'forenames'],
  ['Date of Birth (DD/MM/YYYY)*', 'dateOfBirth'],
  ['D.O.B.', 'dateOfBirth'],
  ['DateOfBirth', 'dateOfBirth'],
  ['Post-code', 'postcode'],
  ['Address line 3', 'address'],
  ['NATIONALITY', 'country'],
  ['Country of birth', 'unused'],
  ['E-mail', 'unused'],
  ['Home Office\nReference', 'reference'],
  ['Home Office Reference / Case ID', 'reference'],
  ['Nationality/Country', 'country'],
  ['Surname / Date of birth', undefined],
  ['Favourite colour', undefined],
  ['', undefined],
])('%j', (heading, field) => {
  expect(fieldNamed(heading)).toBe(field);
});

describe('what is asked', () => {
  const asked = (headings: readonly string[]) => {
    const matched = matchColumns(headings);
    return columnQuestions(matched, matched.columns).map(
      ({ kind, ...rest }) => `${kind} ${'field' in rest ? rest.field : ''}`,
    );
  };

  test('nothing, where every field is known', () => {
    expect(
      asked([
        'Ref',
        'Lead ref',
        'Surname',
        'Forenames',
        'DOB',
        'Address',
        'Nationality',
        'Registered to vote',
        'Extra',
      ]),
    ).toEqual([]);
  });

  test('for what is missing, while there are columns nobody knows', () => {
    expect(asked(['Ref', 'Name', 'DOB', 'Col7'])).toEqual([...['which-column lead', 'which-column country']]);
  });

  test('only for the reference, where no column is left over', () => {
    expect(asked(['Name', 'DOB'])).toEqual(['which-column reference']);
  });

  test('which of two columns is the reference', () => {
    expect(asked(['HO Ref', 'Case ref', 'Surname', 'DOB'])).toEqual(['which-of reference']);
  });
});

test('a column chosen for one field is no other field’s any more', () => {
  const { columns } = matchColumns(['HO Ref', 'Case ref', 'Surname']);
  const chosen = withChosen(columns, { reference: [1], lead: [0] });
  expect([chosen.reference, chosen.lead, chosen.surname]).toEqual([[1], [0], [2]]);
});
