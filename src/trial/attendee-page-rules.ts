/** Rules on the attendee's page of a protocol: a wording that is here, word for word, and outcomes that people can speak to. */
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { asked, wordingHash, wordingOf } from './attendee-wording.ts';
import { finding } from './finding.ts';
import type { Protocol } from './protocol-schema.ts';

export function attendeePageFindings({ attendeePage, outcomes }: Protocol): readonly Finding[] {
  if (attendeePage === null) return [];
  const wording = wordingOf(attendeePage.wording);
  if (wording === undefined) return [finding(['attendeePage', 'wording'], 'there is no wording of this number')];
  const hash = wordingHash(wording);
  return [
    ...(attendeePage.hash === hash ? [] : [finding(['attendeePage', 'hash'], `the hash of this wording is ${hash}`)]),
    ...asked.flatMap((one) => {
      const name = attendeePage.asks[one];
      if (name === null) return [];
      const source = one === 'intends' ? 'intention' : 'self-reported';
      return outcomes.some((outcome) => outcome.name === name && outcome.sources.includes(source))
        ? []
        : [finding(['attendeePage', 'asks', one], `must be the name of an outcome that takes the source "${source}"`)];
    }),
  ];
}
