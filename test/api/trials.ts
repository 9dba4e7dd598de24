/** Protocols for the service's tests: one of the two real trials with another draw, and its plan made to fit. */
import { protocolText } from './service.ts';

export type Json = Record<string, unknown>;

/** A scheme, unit and strata in the household trial, whose primary estimator clusters as the unit asks. */
export function householdTrial(changes: Json): string {
  return textOf('welcome-pack', { slug: 'welcome-pack', baseline: null, ...changes });
}

/** The same in the ceremony trial. */
export function ceremonyTrial(changes: Json): string {
  return textOf('ceremony-offer', { baseline: null, ...changes });
}

function textOf(slug: 'ceremony-offer' | 'welcome-pack', changes: Json): string {
  // The file is JSON of ours.
  const protocol = JSON.parse(protocolText(slug)) as Json;
  return JSON.stringify({ ...protocol, ...changes }, null, 2);
}
