/** How one attendee's record compares with one elector's, field by field. Similarity of names is Jaro–Winkler's (Winkler 1990). */
import jaroWinkler from 'talisman/metrics/jaro-winkler.js';
import type { AddressParts } from './address-parts.ts';
import type { NameParts } from './name-words.ts';
import { type AddressLevel, type DateLevel, type ForenameLevel, nearName, type SurnameLevel } from './weights.ts';

export function isNear(one: string, other: string): boolean {
  return Math.min(one.length, other.length) > 2 && jaroWinkler(one, other) >= nearName;
}

/** Of double-barrelled surnames, and of two where one is left out, a part agrees. */
export function compareSurnames(a: readonly string[], e: readonly string[]): SurnameLevel {
  if (a.length === 0 || e.length === 0) return 'missing';
  const [one, other] = [a.join(''), e.join('')];
  if (one === other) return 'exact';
  if (isNear(one, other) && Math.abs(one.length - other.length) <= 3) return 'near';
  const shares = a.some((word) => word.length > 2 && e.some((its) => its === word || isNear(its, word)));
  return shares ? 'part' : 'differs';
}

export function compareForenames(a: readonly string[], e: readonly string[]): ForenameLevel {
  const [one, other] = [a[0], e[0]];
  if (one === undefined || other === undefined) return 'missing';
  if (one === other || a.join('') === e.join('')) return one.length === 1 ? 'initial' : 'exact';
  if (one.length === 1 || other.length === 1) return one[0] === other[0] ? 'initial' : 'differs';
  if (isNear(one, other) || isNear(a.join(''), e.join(''))) return 'near';
  const shares = a.some((word) => word.length > 2 && e.some((its) => its === word || isNear(its, word)));
  return shares ? 'other' : 'differs';
}

/** The words of a name that stand in the other too, wherever; null where the shorter has any that does not. */
export function sharedWords(
  a: NameParts,
  e: NameParts,
): readonly { readonly word: string; readonly isExact: boolean }[] | null {
  const one = [...a.forenames, ...a.surname];
  const rest = [...e.forenames, ...e.surname];
  const shorter = Math.min(one.length, rest.length);
  const shared: { readonly word: string; readonly isExact: boolean }[] = [];
  for (const word of one) {
    const exact = rest.indexOf(word);
    const at = exact === -1 ? rest.findIndex((its) => isNear(its, word)) : exact;
    if (at === -1) continue;
    shared.push({ word, isExact: exact !== -1 });
    rest.splice(at, 1);
  }
  return shared.length > 0 && shared.length === shorter ? shared : null;
}

export function compareAddresses(a: AddressParts, e: AddressParts): AddressLevel {
  if (a.uprn !== '' && a.uprn === e.uprn) return 'same';
  if (!isTold(a) || !isTold(e)) return a.uprn !== '' && e.uprn !== '' ? 'differs' : 'missing';
  const bothNumbered = a.numbers.length > 0 && e.numbers.length > 0;
  if (isPostcodeTold(a) && a.postcode === e.postcode) return within(a, e, bothNumbered);
  const isOneDoor = bothNumbered && a.numbers.join(' ') === e.numbers.join(' ') && share(a.words, e.words) === 1;
  if (!isOneDoor) return 'differs';
  return isPostcodeTold(a) && isPostcodeTold(e) ? 'otherPostcode' : 'same';
}

/** Of one postcode, which is a part of a street. */
function within(a: AddressParts, e: AddressParts, bothNumbered: boolean): AddressLevel {
  if (a.numbers.join(' ') === e.numbers.join(' ')) {
    return bothNumbered || share(a.words, e.words) >= 0.5 ? 'same' : 'postcode';
  }
  return bothNumbered && share(a.numbers, e.numbers) === 1 ? 'building' : 'postcode';
}

function isPostcodeTold({ postcode }: AddressParts): boolean {
  return postcode !== '';
}

function isTold({ postcode, numbers, words }: AddressParts): boolean {
  return postcode !== '' || (numbers.length > 0 && words.length > 0);
}

/** The part of the shorter list that stands in the longer; 0 where one is empty. */
function share(a: readonly string[], e: readonly string[]): number {
  const least = Math.min(a.length, e.length);
  return least === 0 ? 0 : a.filter((one) => e.includes(one)).length / least;
}

/** @param date of an entry: of attainment, which is the 18th birthday, or of birth, since exports call both "DOB" */
export function compareDates(born: string | null, date: string | null): DateLevel {
  if (born === null || date === null) return 'missing';
  const attained = `${Number(born.slice(0, 4)) + 18}${born.slice(4)}`;
  if (date === born || date === attained) return 'exact';
  // A 29 February is attained on the first of March (Family Law Reform Act 1969, section 9).
  if (born.endsWith('-02-29') && date === `${attained.slice(0, 4)}-03-01`) return 'exact';
  return isOneSlip(born, date) || isOneSlip(attained, date) ? 'near' : 'differs';
}

/** One of day, month and year is another, or day and month have changed places. */
function isOneSlip(one: string, other: string): boolean {
  const [a, e] = [one.split('-'), other.split('-')];
  const same = a.filter((part, at) => part === e[at]).length;
  return same === 2 || (a[0] === e[0] && a[1] === e[2] && a[2] === e[1]);
}
