/** For pages: what an act finds wrong with what was typed, as values to show beside the fields. Refusals stay what they are. */
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';

/** None where the act was done. */
export async function problemsOf(act: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await act();
    return [];
  } catch (error) {
    if (error instanceof InputRefused) return error.problems;
    throw error;
  }
}
