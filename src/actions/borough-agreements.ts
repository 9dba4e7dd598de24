/**
 * What a borough agreed to, and until when: the references of its data sharing agreement and of its DPIA, and how it may contact
 * people. In a live trial nobody is enrolled without a current one of each; the database refuses it as well.
 */

import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import { requirePermission } from '../access/permissions.ts';
import type { Account } from '../access/roles.ts';
import {
  type Agreement,
  agreementKinds,
  agreementWords,
  contactChannels,
  lawfulBases,
  missingAgreements,
  requireAgreements,
} from '../trial/agreements.ts';
import { londonDate } from '../trial/calendar.ts';
import { setUpOrRunning } from '../trial/lifecycle.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial, requireStatus } from './load.ts';
import { ownBorough } from './organisations.ts';
import { perform } from './perform.ts';

export const agreementSchema = z.strictObject({
  kind: z.enum(agreementKinds),
  reference: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => text.isWellFormed(), 'contains half of a character')
    .describe('Under which the borough files the document; never what is in it'),
  expiresOn: z.iso.date().describe('The last day on which it holds, YYYY-MM-DD'),
});
export type AgreementInput = z.infer<typeof agreementSchema>;

export const contactTermsSchema = z.strictObject({
  lawfulBasis: z.enum(lawfulBases).describe('UK GDPR Article 6(1), (a) to (f) in order'),
  channels: z
    .array(z.enum(contactChannels))
    .refine((codes) => new Set(codes).size === codes.length, 'names a channel twice')
    .describe('None where people are not contacted'),
});
export type ContactTermsInput = z.infer<typeof contactTermsSchema>;

/** Once the protocol is locked, until the data is frozen. */

/** A newer one of a kind stands in place of the older, which stays on record. Refuses one that has expired already. */
export async function recordAgreement(
  deps: Deps,
  request: Request,
  slug: string,
  borough: string,
  input: AgreementInput,
) {
  requirePermission(request.account, 'record-agreements');
  ownBorough(request.account, borough);
  return perform(deps, request, slug, async (now) => {
    await requireTakingPart(deps, slug, borough, 'Recording an agreement');
    const today = londonDate(now);
    if (input.expiresOn < today) {
      const message = `this ${agreementWords[input.kind]} has expired: give one that holds on ${today} or later`;
      throw new InputRefused([{ path: 'expiresOn', message }]);
    }
    const seq = (await deps.store.read.agreementsOf(slug, borough)).filter(({ kind }) => kind === input.kind).length;
    const row = { trial: slug, borough, seq, ...input, at: now, actor: request.account.id };
    return {
      status: 201,
      reply: { borough, ...input },
      appends: [{ into: 'agreement', rows: [row] }],
      notes: [{ act: 'record-agreement', subject: borough, payload: input }],
    };
  });
}

export async function recordContactTerms(
  deps: Deps,
  request: Request,
  slug: string,
  borough: string,
  input: ContactTermsInput,
) {
  requirePermission(request.account, 'record-agreements');
  ownBorough(request.account, borough);
  return perform(deps, request, slug, async (now) => {
    await requireTakingPart(deps, slug, borough, 'Recording how people may be contacted');
    const seq = ((await deps.store.read.contactTermsOf(slug, borough))?.seq ?? -1) + 1;
    const { lawfulBasis, channels } = input;
    return {
      status: 201,
      reply: { borough, ...input },
      appends: [
        {
          into: 'contactTerms',
          rows: [{ trial: slug, borough, seq, lawfulBasis, at: now, actor: request.account.id }],
        },
        { into: 'contactChannel', rows: channels.map((channel) => ({ trial: slug, borough, seq, channel })) },
      ],
      notes: [{ act: 'record-contact-terms', subject: borough, payload: input }],
    };
  });
}

/** What stands, and why nobody can be enrolled where that is so. */
export async function readAgreements(deps: Deps, account: Account, slug: string, borough: string) {
  requirePermission(account, 'read-agreements');
  ownBorough(account, borough);
  const { row } = await loadTrial(deps, slug);
  const [agreements, terms] = await Promise.all([
    standingAgreements(deps, slug, borough),
    deps.store.read.contactTermsOf(slug, borough),
  ]);
  const missing = missingAgreements(agreements, londonDate(deps.clock().toISOString()));
  return {
    borough,
    agreements: agreements.map(({ kind, reference, expiresOn, at }) => ({ kind, reference, expiresOn, at })),
    contact: terms === undefined ? null : { lawfulBasis: terms.lawfulBasis, channels: terms.channels, at: terms.at },
    missing,
    mayEnrol: row.mode === 'training' || missing.length === 0,
  };
}

/** Refuses `no-agreement`, with each reason, for a borough whose agreements do not hold on this day. */
export async function refuseWithoutAgreements(
  deps: Deps,
  { slug, mode }: { readonly slug: string; readonly mode: 'training' | 'live' },
  borough: string,
  now: string,
): Promise<void> {
  requireAgreements(mode, await standingAgreements(deps, slug, borough), londonDate(now));
}

/** What is missing or has expired on a day, in plain words. */
export async function missingFor(deps: Deps, slug: string, borough: string, today: string): Promise<readonly string[]> {
  return missingAgreements(await standingAgreements(deps, slug, borough), today);
}

/** Refuses where the borough takes no part in the trial, or the trial is not setUpOrRunning. */
export async function requireTakingPart(deps: Deps, slug: string, borough: string, doing: string): Promise<void> {
  const trial = await loadTrial(deps, slug);
  requireStatus(trial, setUpOrRunning, doing);
  if (!trial.protocol.boroughs.some(({ code }) => code === borough)) {
    throw new InputRefused([{ path: 'param borough', message: `${borough} does not take part in this trial` }]);
  }
}

async function standingAgreements(deps: Deps, slug: string, borough: string) {
  const rows = await deps.store.read.agreementsOf(slug, borough);
  return [...new Map(rows.map((row) => [row.kind, row] as const)).values()] satisfies readonly Agreement[];
}
