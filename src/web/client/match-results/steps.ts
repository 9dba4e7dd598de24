/** What the page and its worker say to each other about a match. Both are in the borough's browser; nothing of it is sent anywhere. */
import type { Decision, MatchStatus } from '../../../borough/matching/verdicts.ts';

export type Asked =
  | {
      readonly kind: 'read';
      readonly key: CryptoKey;
      readonly list: File;
      readonly register: File;
      /** Day of the register, 'YYYY-MM-DD'. */
      readonly on: string;
      /** Date of registrations without one; '' where they have none. */
      readonly undated: string;
      readonly withoutErrors: boolean;
    }
  | { readonly kind: 'decide'; readonly decided: readonly Decided[] };

export type Decided = { readonly trial_id: string; readonly elector: string; readonly decision: Decision };

type Shown = { readonly name: string; readonly date: string; readonly address: string };
/** A pair that a person looks at, side by side. */
export type Pair = {
  readonly trial_id: string;
  readonly elector: string;
  readonly list: Shown;
  readonly register: Shown;
};

export type Answered =
  /** `mayGoOn`: rows have faults, and the rest can be matched without them. */
  | { readonly ok: false; readonly messages: readonly string[]; readonly mayGoOn: boolean }
  | {
      readonly ok: true;
      readonly people: number;
      readonly electors: number;
      readonly counts: Readonly<Record<MatchStatus, number>>;
      /** Registered people whose registration has no date. */
      readonly dateless: number;
      readonly anonymousUntold: number;
      readonly leftOut: readonly number[];
      readonly pairs: readonly Pair[];
      /** What is sent, to the letter. */
      readonly csv: string;
    };
