/** The solver of integer programs on Node: loaded on the first use, and once. */
import type { Deps } from './actions/deps.ts';

let loading: ReturnType<Deps['solver']> | undefined;

export const solverOfNode: Deps['solver'] = () => {
  loading ??= import('../analysis/disclosure/highs.ts').then(({ solveWithHighs }) => solveWithHighs());
  return loading;
};
