/** Every table of the house in one list: the trial's own, what is kept of a ceremony that was held, a borough's records, follow-up codes, who is blind. */
export * from './amendment-schema.ts';
export * from './blinding-schema.ts';
export * from './borough-schema.ts';
export * from './code-schema.ts';
export * from './counts-schema.ts';
export * from './delivery-schema.ts';
export * from './poll-schema.ts';
export * from './release-schema.ts';
export * from './reminder-schema.ts';
export * from './schema.ts';
export * from './staff-schema.ts';
