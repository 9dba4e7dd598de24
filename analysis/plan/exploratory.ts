/**
 * The mark of an analysis that was not planned before the data were seen. It stands in the plan, so that it is under the plan's hash: everything made
 * of the plan carries it, whoever makes it and wherever, and no file can lose it without another hash.
 */
import type { Plan } from './schema.ts';

export const isExploratory = ({ exploratory }: Pick<Plan, 'exploratory'>): boolean => exploratory === true;

export const exploratoryWord = 'EXPLORATORY';

export const exploratorySentence =
  'This analysis is exploratory: it was not in the plan that was locked before the data were seen. Its figures suggest questions for another trial and answer none of this one.';
