/**
 * On what a borough takes part: the agreements without which nobody is enrolled in a live trial, the ground on which people are
 * contacted (UK GDPR Article 6(1)(a) to (f)) and the channels. References and dates only, never a document's content.
 */
import { Refusal } from './refusal.ts';

export const agreementKinds = ['sharing-agreement', 'dpia'] as const;
export type AgreementKind = (typeof agreementKinds)[number];

export const agreementWords: Readonly<Record<AgreementKind, string>> = {
  'sharing-agreement': 'data sharing agreement',
  dpia: 'data protection impact assessment (DPIA)',
};

export const lawfulBases = [
  'consent',
  'contract',
  'legal-obligation',
  'vital-interests',
  'public-task',
  'legitimate-interests',
] as const;
export type LawfulBasis = (typeof lawfulBases)[number];

export const lawfulBasisWords: Readonly<Record<LawfulBasis, string>> = {
  consent: 'Consent, Article 6(1)(a)',
  contract: 'Contract, Article 6(1)(b)',
  'legal-obligation': 'Legal obligation, Article 6(1)(c)',
  'vital-interests': 'Vital interests, Article 6(1)(d)',
  'public-task': 'Public task, Article 6(1)(e)',
  'legitimate-interests': 'Legitimate interests, Article 6(1)(f)',
};

export const contactChannels = ['in-person', 'post', 'e-mail', 'text-message', 'telephone'] as const;
export type ContactChannel = (typeof contactChannels)[number];

export type Agreement = { readonly kind: AgreementKind; readonly reference: string; readonly expiresOn: string };

/**
 * What stands in the way of enrolling on a day, one sentence for each agreement; none where both hold.
 * @param agreements the standing one of each kind @param today 'YYYY-MM-DD' in London
 */
export function missingAgreements(agreements: readonly Agreement[], today: string): readonly string[] {
  return agreementKinds.flatMap((kind) => {
    const standing = agreements.find((one) => one.kind === kind);
    if (standing === undefined) return [`No ${agreementWords[kind]} is on record for this borough.`];
    if (standing.expiresOn >= today) return [];
    return [`The ${agreementWords[kind]} ${standing.reference} expired on ${standing.expiresOn}.`];
  });
}

/** Refuses `no-agreement` with the reasons; a training trial enrols nobody real and needs none. */
export function requireAgreements(mode: 'training' | 'live', agreements: readonly Agreement[], today: string): void {
  const reasons = mode === 'training' ? [] : missingAgreements(agreements, today);
  if (reasons.length === 0) return;
  throw new Refusal(
    'no-agreement',
    `Nobody can be enrolled here now. ${reasons.join(' ')} The borough lead records a current one under the borough’s agreements.`,
  );
}
