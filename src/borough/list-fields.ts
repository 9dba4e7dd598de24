/**
 * What a column of a list can mean. The fields are those of the Home Office's certificate list as one council describes it
 * (Surrey County Council, registration and nationality service, privacy notice), and what boroughs add. Most never leave the
 * borough: `use` says what becomes of each.
 */
export type Field =
  | 'reference'
  | 'lead'
  | 'forenames'
  | 'surname'
  | 'fullName'
  | 'dateOfBirth'
  | 'address'
  | 'postcode'
  | 'country'
  | 'registered'
  | 'reason'
  | 'unused';

export type FieldRule = {
  /** As a registrar would call it. */
  readonly label: string;
  readonly use: string;
  /** Asked for where no column is known by its name: without it much is lost. */
  readonly isAsked: boolean;
  /** Several columns can hold it together, joined by spaces in the file's order. */
  readonly isJoined: boolean;
};

export const fieldRules: Readonly<Record<Field, FieldRule>> = {
  reference: rule('Home Office reference', 'its keyed hash is sent'),
  lead: rule('Lead case identifier', 'its keyed hash is sent, to know people granted together'),
  surname: { ...rule('Surname', 'stays here; used to propose households'), isAsked: false },
  forenames: { ...rule('Forenames', 'stays here'), isAsked: false, isJoined: true },
  fullName: { ...rule('Full name', 'stays here'), isAsked: false },
  dateOfBirth: rule('Date of birth', 'stays here; the age band on the ceremony day is sent'),
  address: { ...rule('Address', 'stays here; used to propose households'), isAsked: false, isJoined: true },
  postcode: { ...rule('Postcode', 'stays here; used to propose households'), isAsked: false },
  country: rule(
    'Nationality or country of origin',
    'stays here; which elections the person could vote in before is sent',
  ),
  registered: { ...rule('On the electoral register already', 'yes, no or unknown is sent'), isAsked: false },
  reason: { ...rule('Why somebody takes no part (a code)', 'the code is sent'), isAsked: false },
  unused: { label: 'Not used', use: 'stays here', isAsked: false, isJoined: true },
};

function rule(label: string, use: string): FieldRule {
  return { label, use, isAsked: true, isJoined: false };
}

export const fields = Object.keys(fieldRules) as readonly Field[]; // the record above has exactly the fields as keys

/** The one column no list can do without. */
export const requiredField = 'reference' satisfies Field;
