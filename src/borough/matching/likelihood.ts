/**
 * How much likelier two records are to compare as they do if they are one person's: the ratio m/u of Fellegi & Sunter. Fields
 * are independent given whether it is one person, with one exception that would otherwise make every housemate a match: at
 * one address people share surnames, twins their dates, and fathers and sons their names, so that u there is a household's.
 */
import type { AddressParts } from './address-parts.ts';
import { type Attendee, type Counts, forenameOf, surnameOf } from './candidates.ts';
import { compareAddresses, compareDates, compareForenames, compareSurnames, sharedWords } from './compare.ts';
import type { Elector } from './read-register.ts';
import { addressM, dateM, forenameM, judgedU, otherOrder, surnameM } from './weights.ts';

/**
 * The ratio for each candidate of one attendee, in their order.
 * @param candidates every elector at the attendee's address and postcode among them, since they are counted here
 */
export function likelihoods(attendee: Attendee, candidates: readonly Elector[], counts: Counts): readonly number[] {
  const levels = candidates.map(({ address }) => compareAddresses(attendee.address, address));
  const countOf = (level: string) => levels.filter((one) => one === level).length;
  return candidates.map((elector, at) => {
    const level = levels[at] ?? 'missing';
    const isHome = level === 'same' || level === 'otherPostcode';
    const place =
      level === 'missing'
        ? 1
        : level === 'differs'
          ? addressM.differs
          : (addressM[level] * counts.electors) / countOf(level);
    return place * nameRatio(attendee, elector, counts, isHome) * dateRatio(attendee.born, elector.date, isHome);
  });
}

function nameRatio(attendee: Attendee, elector: Elector, counts: Counts, isHome: boolean): number {
  const shared = sharedWords(attendee.name, elector.name);
  const anyOrder =
    shared === null
      ? 0
      : shared.reduce(
          (ratio, { word, isExact }) =>
            ratio *
            (isExact ? 0.9 / shareOf(counts.words, word, counts, isHome ? 0.01 : 0) : 0.05 / judgedU.forenameNear),
          otherOrder,
        );
  return Math.max(
    surnameRatio(attendee, elector, counts, isHome) * forenameRatio(attendee, elector, counts, isHome),
    anyOrder,
  );
}

function surnameRatio(attendee: Attendee, elector: Elector, counts: Counts, isHome: boolean): number {
  const level = compareSurnames(attendee.name.surname, elector.name.surname);
  if (level === 'missing') return 1;
  const ofHome = counts.housemates ?? judgedU.surnameOfHousemate;
  if (level === 'differs') return isHome ? surnameM.differs / Math.max(1 - ofHome, 0.05) : surnameM.differs;
  const home = isHome ? ofHome : 0;
  if (level === 'near') return surnameM.near / Math.max(judgedU.surnameNear, home / 10);
  if (level === 'part') return surnameM.part / Math.max(judgedU.surnamePart, home / 10);
  return surnameM.exact / shareOf(counts.surnames, surnameOf(attendee)[0] ?? '', counts, home);
}

function forenameRatio(attendee: Attendee, elector: Elector, counts: Counts, isHome: boolean): number {
  const level = compareForenames(attendee.name.forenames, elector.name.forenames);
  if (level === 'missing') return 1;
  if (level === 'differs') return forenameM.differs;
  const home = isHome ? judgedU.forenameOfHousemate : 0;
  if (level === 'near') return forenameM.near / Math.max(judgedU.forenameNear, home);
  if (level === 'other') return forenameM.other / Math.max(judgedU.forenameOther, home);
  if (level === 'initial') return forenameM.initial / judgedU.forenameInitial;
  return forenameM.exact / shareOf(counts.forenames, forenameOf(attendee)[0] ?? '', counts, home);
}

function dateRatio(born: string | null, date: string | null, isHome: boolean): number {
  const level = compareDates(born, date);
  if (level === 'missing') return 1;
  if (level === 'differs') return dateM.differs;
  const u = level === 'exact' ? judgedU.dateExact : judgedU.dateNear;
  return dateM[level] / (isHome ? Math.max(u, judgedU.dateOfHousemate) : u);
}

/** The share of electors who have this value, `least` at least and that of one elector. */
function shareOf(shares: ReadonlyMap<string, number>, value: string, { electors }: Counts, least: number): number {
  return Math.max((shares.get(value) ?? 0) / electors, least, 1 / electors);
}

/** Whether there is enough of an attendee to find them by: a name, and a place or a date. */
export function isTold({ name, address, born }: Attendee): boolean {
  return name.surname.length + name.forenames.length > 0 && (placeIsTold(address) || born !== null);
}

function placeIsTold({ postcode, uprn, numbers, words }: AddressParts): boolean {
  return postcode !== '' || uprn !== '' || (numbers.length > 0 && words.length > 0);
}
