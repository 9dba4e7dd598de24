/** Why a release is corrected: one of a few reasons, each with the words that everybody reads. Free text could name people. */
export const correctionReasons = [
  'figures-wrong',
  'outcome-missing',
  'words-wrong',
  'shown-too-much',
  'file-damaged',
] as const;

export type CorrectionReason = (typeof correctionReasons)[number];

/** To finish "It replaces release 1, because …". */
export const correctionWords: Readonly<Record<CorrectionReason, string>> = {
  'figures-wrong': 'a figure in it was worked out wrongly',
  'outcome-missing': 'an outcome was missing from it',
  'words-wrong': 'words in it were wrong or could mislead',
  'shown-too-much': 'it showed more than it should have',
  'file-damaged': 'a file of it was damaged or could not be used',
};
