/**
 * SYNTHETIC: a made-up borough's register and attendees whose truth is known, from a seed. Names, streets and people are invented or
 * common words put together; errors are those that lists and registers have: typing slips, accents lost, parts of double-barrelled
 * names and second forenames left out, names swapped, initials, addresses written in another way, people who moved within the borough.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type SyntheticPerson = {
  readonly reference: string;
  readonly surname: string;
  readonly forenames: string;
  readonly born: string;
  readonly address: string;
  readonly postcode: string;
};

export type Synthetic = {
  /** Attendees as the borough's list has them, and whether each is truly on the register. */
  readonly attendees: readonly (SyntheticPerson & { readonly isRegistered: boolean })[];
  readonly listCsv: string;
  readonly registerCsv: string;
};

/** Numbers from 0 to 1 from a seed. */
export function chanceOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

const syllables =
  'ba be bi bo da de do fa fi ga go ha ja ka ki ko la le li lo ma me mi mo na ne ni no pa ra re ri ro sa se si so ta te ti to va ve vi wa ya yo za'.split(
    ' ',
  );
const endings = [
  '',
  '',
  '',
  'n',
  'r',
  's',
  'ov',
  'ova',
  'ski',
  'ska',
  'yan',
  'uri',
  'wu',
  'zadeh',
  'escu',
  'sson',
  'é',
  'ić',
];
const commonSurnames = ['Khan', 'Patel', 'Ahmed', 'Singh', 'Kaur', 'Smith', 'Ali', 'Silva', 'Begum', 'Nguyen'];
const commonForenames = ['Mohammed', 'Maria', 'Fatima', 'John', 'Anna', 'Ali', 'Aisha', 'David', 'José', 'Amina'];
const streetKinds = [
  ['Road', 'Rd'],
  ['Street', 'St'],
  ['Avenue', 'Ave'],
  ['Close', 'Cl'],
  ['Gardens', 'Gdns'],
] as const;

type Home = { readonly long: string; readonly short: string; readonly postcode: string };
type Elector = SyntheticPerson & { readonly home: Home };

export function syntheticRegister(
  seed: number,
  { electors, attendees }: { readonly electors: number; readonly attendees: number },
): Synthetic {
  const chance = chanceOf(seed);
  const whole = (below: number) => Math.floor(chance() * below);
  const oneOf = <Item>(items: readonly Item[]): Item => items[whole(items.length)] as Item; // never empty here
  const word = (least: number) => {
    const text = Array.from({ length: least + whole(2) }, () => oneOf(syllables)).join('') + oneOf(endings);
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  const surnamePool = Array.from({ length: Math.max(300, electors / 12) }, () => word(2));
  const forenamePool = Array.from({ length: Math.max(120, electors / 80) }, () => word(2));
  // Squared, so that few names are borne by many and many by few.
  const skewed = <Item>(items: readonly Item[]): Item => items[Math.floor(items.length * chance() ** 2)] as Item;
  const surname = () => {
    const one = chance() < 0.15 ? oneOf(commonSurnames) : skewed(surnamePool);
    return chance() < 0.06 ? `${one}-${skewed(surnamePool)}` : one;
  };
  const forename = () => (chance() < 0.15 ? oneOf(commonForenames) : skewed(forenamePool));
  const forenames = () => (chance() < 0.35 ? `${forename()} ${forename()}` : forename());
  const day = () => new Date(Date.UTC(1940 + whole(66), whole(12), 1 + whole(28))).toISOString().slice(0, 10);
  const streets = Array.from({ length: Math.ceil(electors / 90) + 1 }, (_, at) => ({
    name: word(2),
    kind: oneOf(streetKinds),
    postcode: `N${1 + (at % 22)} ${Math.floor(at / 22) % 10}${'ABDEFGHJLN'.charAt(Math.floor(at / 220) % 10)}${'ABDEFGHJLN'.charAt(at % 10)}`,
  }));
  const homeAt = (at: number): Home => {
    const { name, kind, postcode } = streets[Math.floor(at / 38) % streets.length] ?? oneOf(streets);
    const number = 1 + (at % 38);
    const isFlat = number % 5 === 0;
    const house = isFlat ? Math.ceil(number / 2) : number;
    return {
      long: `${isFlat ? `Flat ${1 + (number % 3)}, ` : ''}${house} ${name} ${kind[0]}, London`,
      short: isFlat ? `${1 + (number % 3)}/${house} ${name} ${kind[1]}` : `${house} ${name} ${kind[1]}`,
      postcode,
    };
  };
  let reference = 1_000_000;
  const personIn = (home: Home, family: string): Elector => ({
    reference: `C${reference++}`,
    surname: chance() < 0.65 ? family : surname(),
    forenames: forenames(),
    born: day(),
    address: home.long,
    postcode: home.postcode,
    home,
  });
  const registered: Elector[] = [];
  for (let at = 0; registered.length < electors; at++) {
    const home = homeAt(at);
    const family = surname();
    const size = 1 + whole(4);
    const people = Array.from({ length: size }, () => personIn(home, family));
    const [first, second] = people;
    // Some homes have twins, and some a child of the parent's name.
    if (first !== undefined && second !== undefined && chance() < 0.02)
      people[1] = { ...second, surname: first.surname, born: first.born };
    if (first !== undefined && second !== undefined && chance() < 0.01)
      people[1] = { ...second, surname: first.surname, forenames: first.forenames };
    registered.push(...people);
  }
  const chosen = new Set<number>();
  while (chosen.size < attendees / 2) chosen.add(whole(registered.length));
  const onRegister = [...chosen].map((at) => ({ person: registered[at] as Elector, isRegistered: true })); // within the length
  // Whoever is not registered lives where others are: in a home of their own or with electors, some with a housemate's surname.
  const notOn = Array.from({ length: attendees - onRegister.length }, () => {
    const mate = oneOf(registered);
    const person = personIn(
      chance() < 0.6 ? mate.home : homeAt(whole(registered.length)),
      chance() < 0.5 ? mate.surname : surname(),
    );
    return { person, isRegistered: false };
  });
  const slip = (text: string): string => {
    const at = 1 + whole(Math.max(1, text.length - 2));
    const kind = whole(3);
    if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
    if (kind === 1) return text.slice(0, at) + oneOf(['a', 'e', 'i', 'o', 'u', 'h', 'y']) + text.slice(at + 1);
    return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
  };
  const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '');
  type Written = Pick<SyntheticPerson, 'surname' | 'forenames' | 'born'>;
  /** With the share of people whom each befalls. */
  const slips: readonly (readonly [number, (person: Written) => Partial<Written>])[] = [
    [0.05, ({ surname: last }) => ({ surname: slip(last) })],
    [0.04, ({ forenames: first }) => ({ forenames: slip(first) })],
    [0.03, ({ surname: last, forenames: first }) => ({ surname: first, forenames: last })],
    [0.04, ({ surname: last }) => ({ surname: last.split('-').at(-1) ?? last })],
    [0.08, ({ forenames: first }) => ({ forenames: first.split(' ')[0] ?? first })],
    [0.02, ({ forenames: first }) => ({ forenames: first.charAt(0) })],
    [0.02, ({ born }) => ({ born: `${born.slice(0, 8)}${born.endsWith('01') ? '02' : '01'}` })],
    [0.3, ({ surname: last, forenames: first }) => ({ surname: plain(last), forenames: plain(first) })],
    [0.1, ({ surname: last }) => ({ surname: last.toUpperCase() })],
  ];
  const asListed = ({ home, ...person }: Elector): SyntheticPerson => {
    const written = { ...person };
    for (const [share, befalls] of slips) if (chance() < share) Object.assign(written, befalls(written));
    const place = chance() < 0.08 ? homeAt(whole(registered.length)) : home;
    const postcode = chance() < 0.03 ? '' : place.postcode;
    return { ...written, address: chance() < 0.35 ? place.short : place.long, postcode };
  };
  const listed = [...onRegister, ...notOn]
    .map(({ person, isRegistered }) => ({ ...asListed(person), isRegistered, order: chance() }))
    .sort((a, b) => a.order - b.order)
    .map(({ order: _, ...person }) => person);
  return { attendees: listed, listCsv: listOf(listed), registerCsv: registerOf(registered, chance) };
}

function listOf(people: readonly SyntheticPerson[]): string {
  const rows = people.map(({ reference, surname, forenames, born, address, postcode }) => [
    reference,
    surname,
    forenames,
    born,
    address,
    postcode,
  ]);
  return csv([['Home Office Ref', 'Surname', 'Forenames', 'Date of birth', 'Address', 'Postcode'], ...rows]);
}

/** As an electoral management system exports it: dates of the youngest alone, which are those of their 18th birthday. */
function registerOf(people: readonly Elector[], chance: () => number): string {
  const headings =
    'Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Markers,Elector DOB,Elector Surname,Elector Forename,PostCode,Address1,Address2,UPRN,Date Registered'.split(
      ',',
    );
  const rows = people.map(({ surname, forenames, born, home }, at) => {
    const [first = '', ...rest] = home.long.split(', ');
    const year = Number(born.slice(0, 4));
    const attained = year >= 2005 ? `${born.slice(8)}/${born.slice(5, 7)}/${year + 18}` : '';
    const day = String(1 + Math.floor(chance() * 28)).padStart(2, '0');
    return [
      `A${String.fromCharCode(65 + (Math.floor(at / 2000) % 26))}`,
      String(1 + (at % 2000)),
      '0',
      '',
      attained,
      surname,
      forenames,
      home.postcode,
      first,
      rest.join(', '),
      '',
      `${day}/10/2026`,
    ];
  });
  return csv([headings, ...rows]);
}

function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => (/[",]/.test(cell) ? `"${cell}"` : cell)).join(',')}\n`).join('');
}

/** Whom the verdicts got right: of those said to be registered, who is; of those who are, who was said to be. */
export function quality(statuses: readonly string[], truths: readonly boolean[]) {
  const count = (status: string, isRegistered: boolean) =>
    statuses.filter((one, at) => one === status && truths[at] === isRegistered).length;
  const registered = truths.filter(Boolean).length;
  const said = count('registered', true) + count('registered', false);
  return {
    precision: count('registered', true) / said,
    recall: count('registered', true) / registered,
    /** Of those said not to be registered, the share who are. */
    missed: count('not-registered', true) / (count('not-registered', true) + count('not-registered', false)),
    review: statuses.filter((one) => one === 'review').length / statuses.length,
    unmatchable: statuses.filter((one) => one === 'unmatchable').length / statuses.length,
  };
}
