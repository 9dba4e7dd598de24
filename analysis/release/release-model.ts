/**
 * What a release says, as plain values: every figure is a rounded count, computed from rounded counts, or the one symbol for "not shown".
 * All files of the publication pack and the guidance are made of this and of nothing else.
 */
import type { SafeCount } from '../disclosure/safe-count.ts';

export type ReleasedArm = {
  readonly arm: string;
  readonly n: SafeCount;
  readonly count: SafeCount;
  readonly percent: SafeCount;
};

/** In percentage points, to 0.1. */
export type ReleasedEffect = {
  readonly contrast: readonly [treated: string, reference: string];
  readonly points: SafeCount;
  readonly error: SafeCount;
  readonly interval: readonly [number, number] | 'suppressed';
  /** Two-sided, two significant digits. */
  readonly p: SafeCount;
};

export type ReleasedOutcome = {
  readonly outcome: string;
  readonly label: string;
  readonly isPrimary: boolean;
  readonly arms: readonly ReleasedArm[];
  /** In the protocol's order. */
  readonly differences: readonly ReleasedEffect[];
  /** How alike people of one unit are in it, to two decimals; null where the unit is a person, or it cannot be estimated. */
  readonly icc: number | null;
};

export type ReleaseModel = {
  readonly slug: string;
  readonly title: string;
  readonly question: string;
  readonly isSimulated: boolean;
  readonly protocolHash: string;
  /** 'YYYY-MM-DD', of the release. */
  readonly releasedOn: string;
  readonly version: number;
  /** The release that this one corrects, and why, to finish "because …"; null for a first one. */
  readonly corrects: { readonly version: number; readonly because: string } | null;
  readonly rule: { readonly threshold: number; readonly base: number };
  /** Plural of what was randomised: "ceremonies", "households", "people". */
  readonly unitWords: string;
  readonly arms: readonly {
    readonly name: string;
    readonly briefName: string;
    readonly procedures: string;
    readonly whenAndHowMuch: string;
  }[];
  /** A difference that matters, in percentage points: declared before anything was seen. */
  readonly smallestEffect: number;
  readonly outcomes: readonly ReleasedOutcome[];
  readonly boroughs: readonly { readonly borough: string; readonly randomised: SafeCount }[];
  /** An SVG file. */
  readonly flow: string;
};

/** How "not shown" is written in tables, primary and secondary alike: "c" for confidential, as the Government Statistical Service asks of symbols. */
export const notShown = '[c]';

export const releasedText = (figure: SafeCount): string => (figure === 'suppressed' ? notShown : String(figure));

/** Per cent and percentage points, always to 0.1. */
export const tenthText = (figure: SafeCount): string => (figure === 'suppressed' ? notShown : figure.toFixed(1));

/** "volunteering against standard". */
export const contrastWords = ([treated, reference]: ReleasedEffect['contrast']): string =>
  `${treated} against ${reference}`;

/** "This is release 2. It replaces release 1, because …"; null for a first release. */
export const correctionSentence = ({ version, corrects }: ReleaseModel): string | null =>
  corrects === null
    ? null
    : `This is release ${version}. It replaces release ${corrects.version}, because ${corrects.because}.`;
