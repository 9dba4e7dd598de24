/**
 * What a protocol that has the right shape may still not say. Each rule reads the whole protocol and gives findings with
 * path and reason; all of them are collected, so that a person sees everything at once.
 */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { armFindings } from './arm-rules.ts';
import { attendeePageFindings } from './attendee-page-rules.ts';
import { designFindings } from './design-rules.ts';
import { outcomeFindings } from './outcome-rules.ts';
import { planFindings } from './plan-rules.ts';
import type { Protocol } from './protocol-schema.ts';
import { reminderFindings } from './reminder-rules.ts';

/** Everything that is wrong with a protocol of the right shape, in the order of the file's usual keys. */
export function protocolFindings(protocol: Protocol): readonly Finding[] {
  return [
    ...armFindings(protocol),
    ...designFindings(protocol),
    ...outcomeFindings(protocol),
    ...planFindings(protocol),
    ...attendeePageFindings(protocol),
    ...reminderFindings(protocol),
  ];
}

const sixClusters =
  'boroughs would be the clusters, and a handful of clusters (six here) cannot carry a comparison: standard errors rest on ' +
  'the number of clusters, and one borough’s bad month would be the result; randomise ceremonies within boroughs';

const refusedValues = [
  { path: ['scheme', 'kind'], value: 'stepped-wedge', message: `a stepped wedge is not offered: ${sixClusters}` },
  { path: ['unit'], value: 'borough', message: `boroughs are not randomised: ${sixClusters}` },
] as const;

/** Designs that are well known and left out on purpose: the reason serves better than "must be one of". */
export function refusedByName(document: unknown): readonly Finding[] {
  return refusedValues
    .filter(({ path, value }) => memberAt(document, path) === value)
    .map(({ path, message }) => ({ path, message, part: 'value' }));
}

function memberAt(document: unknown, path: readonly string[]): unknown {
  let member = document;
  for (const step of path) {
    if (typeof member !== 'object' || member === null) return undefined;
    member = Object.entries(member).find(([key]) => key === step)?.[1];
  }
  return member;
}
