/**
 * The port through which the pages of a borough's records reach the service: reading and acting. It refuses as the acts themselves
 * do (Refusal); what is wrong with what was typed comes back by its path, and nothing where the act was done.
 */
import type { AgreementInput, ContactTermsInput, readAgreements } from '../actions/borough-agreements.ts';
import type { readTargets, TargetInput } from '../actions/borough-targets.ts';
import type { NewOrganisation } from '../actions/organisations.ts';
import type { RotaEntry } from '../actions/partner-rota.ts';
import type { DeliveryPlace } from '../actions/read-delivery-place.ts';
import type { HistoryLine } from '../actions/read-history.ts';
import type { DeliveryInput } from '../actions/record-delivery.ts';
import type { readSubject } from '../actions/subject-access.ts';
import type { Acting } from './acts.ts';
import type { Viewer } from './reads.ts';

export type AgreementsView = Awaited<ReturnType<typeof readAgreements>>;
export type TargetsView = Awaited<ReturnType<typeof readTargets>>;
export type SubjectView = Awaited<ReturnType<typeof readSubject>>;

/** What is wrong with what was typed, by the path of the act's own schema. */
export type Problem = { readonly path: string; readonly message: string };
export type Problems = readonly Problem[];

export type DeskPort = {
  readonly deliveryPlace: (viewer: Viewer, ceremony: string) => Promise<DeliveryPlace>;
  readonly recordDelivery: (by: Acting, ceremony: string, input: DeliveryInput) => Promise<Problems>;
  readonly history: (viewer: Viewer, ceremony: string) => Promise<readonly HistoryLine[]>;
  readonly rota: (viewer: Viewer) => Promise<readonly RotaEntry[]>;
  readonly organisations: (viewer: Viewer, slug: string) => Promise<readonly NewOrganisation[]>;
  readonly registerOrganisation: (by: Acting, slug: string, input: NewOrganisation) => Promise<Problems>;
  readonly agreements: (viewer: Viewer, slug: string, borough: string) => Promise<AgreementsView>;
  readonly targets: (viewer: Viewer, slug: string, borough: string) => Promise<TargetsView>;
  readonly recordAgreement: (by: Acting, slug: string, borough: string, input: AgreementInput) => Promise<Problems>;
  readonly recordContactTerms: (
    by: Acting,
    slug: string,
    borough: string,
    input: ContactTermsInput,
  ) => Promise<Problems>;
  readonly setTarget: (by: Acting, slug: string, borough: string, input: TargetInput) => Promise<Problems>;
  /** @returns the number under which the answer is read */
  readonly askAboutSubject: (by: Acting, slug: string, hash: string) => Promise<string>;
  readonly subject: (viewer: Viewer, slug: string, id: string) => Promise<SubjectView>;
};
