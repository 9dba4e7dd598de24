/**
 * The points of the golden grid where R 4.2.2 and we differ by more than the tolerance; where-r-differs.test.ts shows by exact
 * arithmetic that R is the one that errs: qf takes 1/x − 1 of a beta quantile near 1, and pbeta's log loses digits there.
 */
export type Difference = {
  readonly figure:
    | `${'normal' | 'chiSquared' | 'fisherF' | 'beta'} ${'lower' | 'upper'}`
    | `${'normal' | 't' | 'F' | 'beta'} quantile`;
  /** Arguments in the golden file's order. */
  readonly at: readonly number[];
};

export const differences: readonly (Difference & { readonly inR: number })[] = [
  { figure: 'F quantile', at: [0.005, 1, 10000], inR: 3.9272385343736005e-5 },
  { figure: 'F quantile', at: [0.025, 1, 10000], inR: 9.821182689329078e-4 },
  { figure: 'F quantile', at: [0.005, 1, 164082], inR: 3.927056485730773e-5 },
  { figure: 'F quantile', at: [0.025, 1, 164082], inR: 9.820721304349966e-4 },
  { figure: 'F quantile', at: [0.05, 1, 164082], inR: 3.9321520418051925e-3 },
  { figure: 'F quantile', at: [0.005, 2, 164082], inR: 5.012541982885699e-3 },
  { figure: 'beta lower', at: [0.9, 12345, 10], inR: -1249.4013669786134 },
];
