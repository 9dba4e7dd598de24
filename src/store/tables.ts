/** Every table of the house in one list: the trial's own, what is kept of a ceremony that was held, and a borough's records. */
export * from './borough-schema.ts';
export * from './delivery-schema.ts';
export * from './schema.ts';
