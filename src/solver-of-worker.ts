/**
 * The solver of integer programs on Workers, which compile WebAssembly when they are deployed and at no other time: it comes in as a
 * compiled module. It is named by its path, since the package offers the file under a name that wrangler does not take for WebAssembly.
 */

import { solveWithHighs } from '../analysis/disclosure/highs.ts';
import runtime from '../node_modules/highs/build/highs.wasm';
import type { Deps } from './actions/deps.ts';

let loading: ReturnType<Deps['solver']> | undefined;

export const solverOfWorker: Deps['solver'] = () => {
  loading ??= solveWithHighs({ instantiateWasm: (imports, done) => done(new WebAssembly.Instance(runtime, imports)) });
  return loading;
};
