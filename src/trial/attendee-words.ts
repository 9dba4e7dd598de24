/**
 * The words an attendee row is made of, and its columns, apart from the schema that checks them: pages' scripts need the words
 * alone.
 */
export const ageBands = ['18-24', '25-34', '35-44', '45-54', '55-64', '65-plus', 'unknown'] as const;
/** Which elections a person could vote in before becoming a citizen; the country itself stays in the borough. */
export const priorFranchises = ['parliamentary', 'local_only', 'none', 'unknown'] as const;
export const registeredAtBaselineValues = ['yes', 'no', 'unknown'] as const;
export const ineligibleReasons = [
  'under-18',
  'private-ceremony',
  'virtual-ceremony',
  'left-the-list',
  'not-in-borough',
  'objected',
  'other-rule',
] as const;

/** The columns of the prepared file, in order. */
export const attendeeColumns = [
  'reference_hash',
  'household_hash',
  'group_size',
  'age_band',
  'prior_franchise',
  'registered_at_baseline',
  'eligible',
  'reason',
] as const;
