/**
 * The probabilities of Fellegi & Sunter (1969, "A theory for record linkage", JASA 64:1183–1210). m: how often a field compares so
 * where both records are one person's. These are judgements, since no one publishes them for electoral registers; how they do is
 * measured on a made-up register whose truth is known (`npm run bench matching`). u, how often it compares so between different
 * people, is not judged where the files can tell it: an exact name counts by how many electors bear it (their method I, value
 * by value), an address by how many electors are at it. The share of attendees on the register is found by EM (Winkler 1988).
 */
export const surnameM = { exact: 0.85, near: 0.06, part: 0.05, differs: 0.04 } as const;
export const forenameM = { exact: 0.82, near: 0.06, other: 0.04, initial: 0.04, differs: 0.04 } as const;
export const addressM = { same: 0.76, otherPostcode: 0.02, building: 0.04, postcode: 0.03, differs: 0.15 } as const;
export const dateM = { exact: 0.94, near: 0.04, differs: 0.02 } as const;

export type SurnameLevel = keyof typeof surnameM | 'missing';
export type ForenameLevel = keyof typeof forenameM | 'missing';
export type AddressLevel = keyof typeof addressM | 'missing';
export type DateLevel = keyof typeof dateM | 'missing';

/** u of what is not counted from the files. */
export const judgedU = {
  /** Two people of one borough whose names are alike (Jaro–Winkler from `nearName` on) or share a part. */
  ...{ surnameNear: 0.002, surnamePart: 0.001, forenameNear: 0.004, forenameOther: 0.004, forenameInitial: 0.08 },
  /** Born on one day, of about sixty years; nearly so; and two of one household, of whom some are twins. */
  ...{ dateExact: 1 / (60 * 365.25), dateNear: 0.003, dateOfHousemate: 0.01 },
  /** Two of one household who have one forename, as fathers and sons do. */
  forenameOfHousemate: 0.01,
  /** Two of one household who have one surname, where the register is too short to count it. */
  surnameOfHousemate: 0.6,
} as const;

/** Of one person's two records: names in another order, or with some left out (patronymics, chains of names, one name alone). */
export const otherOrder = 0.05;

/** Jaro–Winkler similarity from which two names are alike. */
export const nearName = 0.91;

/** Where the posterior probabilities are cut. */
export const thresholds = {
  /** Of one elector, from which an attendee is registered. */
  registered: 0.95,
  /** Of one elector, from which a person looks at the pair. */
  review: 0.2,
  /** Of being on the register at no entry, from which an attendee is not registered. Between, nobody can say. */
  notRegistered: 0.8,
} as const;
