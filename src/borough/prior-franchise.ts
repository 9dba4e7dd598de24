/**
 * Which elections somebody could vote in before becoming British, from their nationality or country of origin; the country is
 * then dropped. Where that cannot be known the answer is 'unknown', never a guess: an EU citizen's right since 7 May 2024 hangs
 * on when they came, and "Hong Kong" on which passport. Sources are in countries.ts.
 */
import type { AttendeeRow } from '../trial/attendee.ts';
import { commonwealthCountries, europeanCountries, ireland, otherCountries, treatyCountries } from './countries.ts';

type PriorFranchise = AttendeeRow['prior_franchise'];

const tables: readonly (readonly [PriorFranchise, string])[] = [
  ['parliamentary', commonwealthCountries + ireland],
  ['local_only', treatyCountries],
  ['unknown', europeanCountries],
  ['none', otherCountries],
];

const franchiseOf = new Map(
  tables.flatMap(([franchise, table]) => namesIn(table).map((name) => [name, franchise] as const)),
);

/**
 * @param country a name, the word for a citizen, or an ISO 3166 code, in any case; '' where it is not given. Of several ("Indian /
 * Canadian") the widest vote counts, and 'unknown' unless one of them has every vote.
 */
export function priorFranchise(country: string): PriorFranchise {
  // "China, People's Republic of" is "People's Republic of China".
  const turned = country.replace(/^([^,]+), ([^,]+ of(?: the)?)$/i, '$2 $1');
  const whole = franchiseOf.get(compared(country)) ?? franchiseOf.get(compared(turned));
  if (whole !== undefined) return whole;
  const parts = country
    .split(/[/;&+]|,| and /i)
    .map(compared)
    .filter((part) => part !== '');
  if (parts.length < 2) return 'unknown';
  const found = new Set(parts.map((part) => franchiseOf.get(part) ?? 'unknown'));
  return (['parliamentary', 'unknown', 'local_only', 'none'] as const).find((one) => found.has(one)) ?? 'unknown';
}

function namesIn(table: string): readonly string[] {
  return table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, two = '', three = '', names = ''] = /^(\S+) (\S+) (.*)$/.exec(line) ?? [];
      return [two, three, ...names.split(/[,|]/)].map(compared).filter((name) => name !== '');
    });
}

/** Letters only, without accents, "the" and "and"; "St Lucia", "Saint Lucia" and "ST. LUCIA" are one. */
function compared(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}'’.]/gu, '')
    .replace(/[^\p{L}]+/gu, ' ')
    .toLowerCase()
    .replace(/\b(?:and|the)\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .replace(/^st /, 'saint ');
}
