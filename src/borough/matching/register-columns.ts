/**
 * What a column of a borough's register can mean, and by which names it is known: those of the exports that electoral management
 * systems write (Elector Number Prefix, Elector Markers, Elector DOB; PD, ENO, Franchise Flag; ElectorSurname, PropertyAddress1).
 * Only what tells people apart is read.
 */
import { bare, wordsOf } from '../match-columns.ts';

export const registerFields = [
  ...(['prefix', 'number', 'suffix', 'surname', 'forenames', 'fullName', 'date', 'address', 'postcode'] as const),
  ...(['uprn', 'marker', 'from', 'removed'] as const),
] as const;
export type RegisterField = (typeof registerFields)[number];

export type RegisterColumns = Readonly<Record<RegisterField, readonly number[]>>;

export const registerLabels: Readonly<Record<RegisterField, string>> = {
  prefix: 'Elector number prefix (polling district)',
  number: 'Elector number',
  suffix: 'Elector number suffix',
  surname: 'Surname',
  forenames: 'Forenames',
  fullName: 'Full name',
  date: 'Date of attainment or of birth',
  address: 'Address',
  postcode: 'Postcode',
  uprn: 'UPRN',
  marker: 'Franchise marker',
  from: 'Date the registration took effect',
  removed: 'Date the entry was removed',
};

const known: Readonly<Record<RegisterField, string>> = {
  prefix:
    'number prefix,no prefix,prefix,pd,polling district,polling district code,pd code,pd letters,distinctive letter,distinctive letters',
  number: 'number,no,eno,elector no,roll number,roll no,full elector no,full number,electoral number,electoral no,id',
  suffix: 'number suffix,no suffix,eno suffix,suffix',
  surname: 'surname,last name,family name,surnames',
  forenames:
    'forename,forenames,forename s,first name,first names,given name,given names,middle name,middle names,other names,initials,initial,first',
  fullName: 'name,full name,names',
  date: 'dob,date of birth,doa,date of attainment,attainment date,date attained,attainer date,date of attaining 18,18th birthday',
  address:
    'address,full address,address line,house,house name,house number,flat,sub building,building,street,road,locality,town,qualifying address,registered address',
  postcode: 'postcode,post code,pcode',
  uprn: 'uprn,urn,unique property reference number,unique property reference,llpg uprn,property urn',
  marker:
    'marker,markers,markers register text,franchise,franchise flag,franchise marker,franchise code,status,flag,flags',
  from: 'date registered,registered from,registration date,date of registration,effective date,effective from,start date,date added,added date,date entered onto register,date entered on register,date of entry,entry date,date effective,created date,date created,registered date,date from,valid from,addition date,date of addition',
  removed:
    'date removed,removed,removal date,deleted date,date deleted,deletion date,date of deletion,end date,date to,valid to,registered to',
};

const fieldOfName = new Map(
  registerFields.flatMap((field) => known[field].split(',').map((name) => [name, field] as const)),
);

/** The field a heading of a register names; undefined where none is known. */
export function registerFieldNamed(heading: string): RegisterField | undefined {
  const words = wordsOf(bare(heading));
  const plain = words.replace(/^(?:elector|electors|property|registered|reg|voter|current) (?=.)/, '');
  const unnumbered = plain.replace(/ ?\d$/, '');
  return fieldOfName.get(words) ?? fieldOfName.get(plain) ?? fieldOfName.get(unnumbered);
}

export function registerColumns(headings: readonly string[]): RegisterColumns {
  const found = headings.map(registerFieldNamed);
  return forEachField((field) => found.flatMap((one, at) => (one === field ? [at] : [])));
}

export function withChosenColumns(columns: RegisterColumns, chosen: Partial<RegisterColumns>): RegisterColumns {
  const taken = new Set(Object.values(chosen).flat());
  return forEachField((field) => chosen[field] ?? columns[field].filter((at) => !taken.has(at)));
}

/** What has to be asked about a register's columns, as the fields nobody knows a column for. */
export function missingColumns(columns: RegisterColumns): readonly RegisterField[] {
  const hasName = columns.surname.length > 0 || columns.fullName.length > 0;
  const hasPlace = columns.address.length + columns.postcode.length + columns.uprn.length > 0;
  return [...(hasName ? [] : (['surname'] as const)), ...(hasPlace ? [] : (['address'] as const))];
}

function forEachField(indices: (field: RegisterField) => readonly number[]): RegisterColumns {
  // One entry for each field, which Object.fromEntries cannot say.
  return Object.fromEntries(registerFields.map((field) => [field, indices(field)])) as Record<
    RegisterField,
    readonly number[]
  >;
}
