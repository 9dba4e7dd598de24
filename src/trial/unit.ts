/**
 * What is randomised, and at which level a variable varies. A ceremony holds households, a household holds attendees; a
 * draw can only be stratified by what is the same for everybody in one unit.
 */
export const unitKinds = ['ceremony', 'household', 'attendee'] as const;
export type UnitKind = (typeof unitKinds)[number];

/** From the largest to the smallest. */
const levels: readonly UnitKind[] = unitKinds;

/** The variables the service itself can stratify by, with the level at which each is constant. */
export const knownStrata = {
  borough: 'ceremony',
  group_size: 'household',
  age_band: 'attendee',
  prior_franchise: 'attendee',
  registered_at_baseline: 'attendee',
} as const satisfies Readonly<Record<string, UnitKind>>;

export type KnownStratum = keyof typeof knownStrata;

export function isKnownStratum(name: string): name is KnownStratum {
  return Object.hasOwn(knownStrata, name);
}

/** true where `unit` lies inside the level: a household lies inside a ceremony, and each level inside itself. */
export function isWithin(unit: UnitKind, level: UnitKind): boolean {
  return levels.indexOf(unit) >= levels.indexOf(level);
}

/** Who shares an arm: where attendees are drawn, people of one household follow the first of them. */
export function sharesArm(unit: UnitKind): Exclude<UnitKind, 'attendee'> {
  return unit === 'attendee' ? 'household' : unit;
}

/** The word for several of them. */
export const unitPlurals = {
  ceremony: 'ceremonies',
  household: 'households',
  attendee: 'attendees',
} as const satisfies Readonly<Record<UnitKind, string>>;
