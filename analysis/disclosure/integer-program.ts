/** What is asked of a solver of integer programs; which solver it is, the place that puts the app together decides. */
export type IntegerProgram = {
  /** One for each whole number that is sought; an infinite upper bound is none. */
  readonly bounds: readonly (readonly [number, number])[];
  /** Each a list of [which number, coefficient] whose sum is 0. */
  readonly zeroSums: readonly (readonly (readonly [number, number])[])[];
  /** Of which numbers the sum is to be as small or as large as it can be. */
  readonly goal: { readonly sense: 'least' | 'greatest'; readonly of: readonly number[] };
};

/** Whole numbers that keep to the program and reach its goal, or null where there are none. Throws where it cannot tell. */
export type Solve = (program: IntegerProgram) => Promise<readonly number[] | null>;
