/**
 * What an estimator is given: plain columns of the rows it uses, after row filters, missing values and frequency weights
 * were settled by the plan. Estimators never see a file, and never guess a design from the data.
 */
export type Frame = {
  /** Number of rows used; every array below has this length. */
  readonly rows: number;
  /** The outcome; 0 or 1 for a binary one. */
  readonly outcome: Float64Array;
  readonly outcomeKind: 'binary' | 'continuous' | 'count' | 'ordinal';
  /** Index into `arms` for each row. */
  readonly arm: Int32Array;
  /** Arm names; the reference arm is first, the others in the order in which R's factor() sorts them. */
  readonly arms: readonly string[];
  /** Frequency weights, positive integers (a row stands for this many people); null where every row is one person. */
  readonly weight: Float64Array | null;
  /** The unit that was randomised, as dense codes 0 … clusterCount − 1; null where it is the row itself. */
  readonly cluster: Int32Array | null;
  readonly clusterCount: number;
};

/** Groups among the rows of a frame beside its clusters: strata, pairs, sites. */
export type Groups = {
  /** Per row of the frame its group, 0 … count − 1 in order of first use. */
  readonly codes: Int32Array;
  readonly count: number;
};
/** A further column of the used rows, none of whose cells is missing. */
export type NumberColumn = { readonly kind: 'number'; readonly name: string; readonly values: Float64Array };
/** Levels that occur among the used rows, in the order in which R's factor() sorts them. */
export type CategoryColumn = {
  readonly kind: 'category';
  readonly name: string;
  /** Index into `levels` for each row. */
  readonly codes: Int32Array;
  readonly levels: readonly string[];
};
export type FrameColumn = NumberColumn | CategoryColumn;

/** A comparison of two arms, as indices into `Frame.arms`: treated minus reference. */
export type Contrast = { readonly treated: number; readonly reference: number };

/** Why a figure cannot be given. Never NaN, null, 0 or p = 1 in its place. */
export type NotEstimable = { readonly code: string; readonly reason: string };

/** A two-sided interval; an infinite bound is the string "Infinity" or "-Infinity". */
export type Bound = number | 'Infinity' | '-Infinity';
export type Interval = readonly [lower: Bound, upper: Bound];
