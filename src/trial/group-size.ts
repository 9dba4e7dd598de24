/**
 * How many people of one household are on a ceremony's list, as a variable to stratify by: one, two, or three and more.
 * The Home Office list carries a lead case identifier for people granted together.
 */
export const groupSizeStrata = ['1', '2', '3-plus'] as const;
export type GroupSizeStratum = (typeof groupSizeStrata)[number];
export const largestGroupSize = 20;

/** The band of a household of `people` (1 to 20). Throws on any other number: lists are checked where they come in. */
export function groupSizeStratum(people: number): GroupSizeStratum {
  if (!Number.isInteger(people) || people < 1 || people > largestGroupSize) {
    throw new Error(`a household has 1 to ${largestGroupSize} people, not ${people}`);
  }
  if (people === 1) return '1';
  return people === 2 ? '2' : '3-plus';
}
