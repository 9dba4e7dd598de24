/**
 * One analysis: plan and data in, a bundle of files out, the same bytes on Node and on Workers. The service's own runs,
 * `pledge analyse` and `pledge demo` all pass through here.
 */
import { type Bundle, makeBundle } from './bundle.ts';
import { type AnalysisInput, compute } from './compute.ts';

/** Computes and packs. Throws SourceRefused (an InputRefused) for a plan or data that cannot be analysed. */
export async function analyse(input: AnalysisInput): Promise<Bundle> {
  const computed = await compute(input);
  input.onStep?.('writing the report');
  return makeBundle(computed);
}
