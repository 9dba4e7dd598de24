/**
 * The port through which the pages of a borough's records reach the service: reading and acting. It refuses as the acts themselves
 * do (Refusal); what is wrong with what was typed comes back by its path, and nothing where the act was done.
 */

import type { z } from 'zod';
import type { AmendmentInput } from '../actions/amend-protocol.ts';
import type { AgreementInput, ContactTermsInput, readAgreements } from '../actions/borough-agreements.ts';
import type { readTargets, TargetInput } from '../actions/borough-targets.ts';
import type { NewOrganisation } from '../actions/organisations.ts';
import type { AssignmentInput, RotaEntry, readAssignments } from '../actions/partner-rota.ts';
import type { PollInput } from '../actions/pre-election.ts';
import type { checkAmendment, ProposalView, VersionView } from '../actions/read-amendments.ts';
import type { readAttrition } from '../actions/read-attrition.ts';
import type { CorrectionView } from '../actions/read-correction.ts';
import type { CountsPlace } from '../actions/read-counts-place.ts';
import type { DeliveryPlace } from '../actions/read-delivery-place.ts';
import type { HistoryLine } from '../actions/read-history.ts';
import type { readMonitoring } from '../actions/read-monitoring.ts';
import type { findByCode, PeopleDesk } from '../actions/read-people-desk.ts';
import type { PollsView } from '../actions/read-polls.ts';
import type { ReleaseView } from '../actions/read-release.ts';
import type { ReminderAlarm } from '../actions/read-reminder-delivery.ts';
import type { RemindersView } from '../actions/read-reminders.ts';
import type { TrialSteps } from '../actions/read-trial-steps.ts';
import type { rebookSchema } from '../actions/rebook-attendee.ts';
import type { ByCode } from '../actions/record-by-code.ts';
import type { DeliveryInput } from '../actions/record-delivery.ts';
import type { DeliveriesRecorded, ReminderDelivery } from '../actions/record-reminder-deliveries.ts';
import type { ReminderMade } from '../actions/record-reminders.ts';
import type { CalendarInput, readRegisterCalendar } from '../actions/register-calendar.ts';
import type { CorrectionInput } from '../actions/release-figures.ts';
import type { readSubject } from '../actions/subject-access.ts';
import type { takeBackSchema } from '../actions/take-back-randomisation-error.ts';
import type { CountsInput, CountsRecorded, JudgedCounts } from '../actions/upload-counts.ts';
import type { MatchRecorded, MatchResultInput } from '../actions/upload-match-result.ts';
import type { withdrawSchema } from '../actions/withdraw-attendee.ts';
import type { TrialAct } from '../trial/lifecycle.ts';
import type { RandomisationErrorReport } from '../trial/randomisation-errors.ts';
import type { Acting } from './acts.ts';
import type { BenchPort } from './bench-port.ts';
import type { Viewer } from './reads.ts';

export type AgreementsView = Awaited<ReturnType<typeof readAgreements>>;
export type TargetsView = Awaited<ReturnType<typeof readTargets>>;
export type RegisterCalendarView = Awaited<ReturnType<typeof readRegisterCalendar>>;
export type SubjectView = Awaited<ReturnType<typeof readSubject>>;

export type MonitoringView = Awaited<ReturnType<typeof readMonitoring>>;
export type AttritionView = Awaited<ReturnType<typeof readAttrition>>;

/** What is wrong with what was typed, by the path of the act's own schema. */
export type Problem = { readonly path: string; readonly message: string; readonly line?: number };
export type Problems = readonly Problem[];

export type Assignment = Awaited<ReturnType<typeof readAssignments>>[number];
export type Rebooking = z.infer<typeof rebookSchema>;
export type Withdrawal = z.infer<typeof withdrawSchema>;
export type TakingBack = z.infer<typeof takeBackSchema>;

/** A step in the life of a trial that has a form here; the release has a page of its own. */
export type Step = Exclude<TrialAct, 'release'> | 'stop-arm';

export type StepInput = {
  /** The protocol that was read, by its hash: what is signed at the lock. */
  readonly protocolHash: string;
  readonly reason: string;
  readonly arm: string;
};

type Judged = Awaited<ReturnType<typeof checkAmendment>>;

export type DeskPort = {
  readonly bench: BenchPort;
  readonly version: (viewer: Viewer | null, slug: string, version: number) => Promise<VersionView>;
  readonly proposals: (viewer: Viewer, slug: string) => Promise<readonly ProposalView[]>;
  /** What it would change, or what is wrong with it. */
  readonly checkAmendment: (
    viewer: Viewer,
    slug: string,
    input: AmendmentInput,
  ) => Promise<Judged | { readonly problems: Problems }>;
  readonly proposeAmendment: (by: Acting, slug: string, input: AmendmentInput) => Promise<Problems>;
  /** The version that is in force with it; null where it cannot be signed any more, which its page says. */
  readonly signAmendment: (by: Acting, slug: string, documentHash: string) => Promise<number | null>;
  readonly steps: (viewer: Viewer, slug: string) => Promise<TrialSteps>;
  readonly takeStep: (by: Acting, slug: string, step: Step, input: StepInput) => Promise<Problems>;
  readonly polls: (viewer: Viewer, slug: string) => Promise<PollsView>;
  readonly recordPoll: (by: Acting, slug: string, input: PollInput) => Promise<Problems>;
  readonly recordByCode: (by: Acting, input: ByCode) => Promise<Problems>;
  /** The newest release, or one by its number. */
  readonly release: (viewer: Viewer, slug: string, number: number | null) => Promise<ReleaseView>;
  readonly correction: (viewer: Viewer, slug: string) => Promise<CorrectionView>;
  /** @param figuresHash of the figures that were shown, here and below */
  readonly correctRelease: (by: Acting, slug: string, input: CorrectionInput, figuresHash: string) => Promise<Problems>;
  readonly signRelease: (by: Acting, slug: string, figuresHash: string) => Promise<void>;
  readonly peopleDesk: (viewer: Viewer, ceremony: string) => Promise<PeopleDesk>;
  readonly findByCode: (viewer: Viewer, slug: string, code: string) => ReturnType<typeof findByCode>;
  readonly rebook: (by: Acting, ceremony: string, input: Rebooking) => Promise<Problems>;
  readonly stopContact: (by: Acting, slug: string, person: string) => Promise<Problems>;
  readonly withdraw: (by: Acting, slug: string, input: Withdrawal) => Promise<Problems>;
  readonly reportError: (by: Acting, slug: string, report: RandomisationErrorReport) => Promise<Problems>;
  readonly takeBackError: (by: Acting, slug: string, id: string, input: TakingBack) => Promise<Problems>;
  readonly assignments: (viewer: Viewer, slug: string, borough: string) => Promise<readonly Assignment[]>;
  readonly assignPartner: (by: Acting, slug: string, borough: string, input: AssignmentInput) => Promise<Problems>;
  readonly endAssignment: (by: Acting, slug: string, borough: string, id: string) => Promise<Problems>;
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
  readonly registerCalendar: (viewer: Viewer, slug: string, borough: string) => Promise<RegisterCalendarView>;
  readonly recordRegisterCalendar: (
    by: Acting,
    slug: string,
    borough: string,
    input: CalendarInput,
  ) => Promise<Problems>;
  /** What would be recorded, or what is wrong with the file. */
  readonly checkMatchResult: (
    viewer: Viewer,
    slug: string,
    input: MatchResultInput,
  ) => Promise<MatchRecorded | Problems>;
  /** What this viewer’s form with this key recorded; null where there was none. */
  readonly matchRecorded: (viewer: Viewer, key: string) => Promise<MatchRecorded | null>;
  readonly countsRecorded: (viewer: Viewer, key: string) => Promise<CountsRecorded | null>;
  /** What was recorded, or what is wrong with the file. */
  readonly uploadMatchResult: (by: Acting, slug: string, input: MatchResultInput) => Promise<MatchRecorded | Problems>;
  readonly monitoring: (viewer: Viewer, slug: string) => Promise<MonitoringView>;
  /** Whoever reads it is never blind again in the trial. */
  readonly attrition: (viewer: Viewer, slug: string) => Promise<AttritionView>;
  readonly countsPlace: (viewer: Viewer, slug: string) => Promise<CountsPlace>;
  /** What would be recorded, or what is wrong with it. */
  readonly checkCounts: (viewer: Viewer, slug: string, input: CountsInput) => Promise<JudgedCounts | Problems>;
  readonly uploadCounts: (by: Acting, slug: string, input: CountsInput) => Promise<CountsRecorded | Problems>;
  readonly reminders: (viewer: Viewer, slug: string, borough: string) => Promise<RemindersView>;
  readonly recordReminders: (
    by: Acting,
    slug: string,
    borough: string,
    messages: readonly ReminderMade[],
  ) => Promise<Problems>;
  readonly recordReminderDeliveries: (
    by: Acting,
    slug: string,
    borough: string,
    rows: readonly ReminderDelivery[],
  ) => Promise<DeliveriesRecorded | Problems>;
  readonly reminderAlarm: (viewer: Viewer, slug: string) => Promise<ReminderAlarm>;
  /** @returns the number under which the answer is read */
  readonly askAboutSubject: (by: Acting, slug: string, hash: string) => Promise<string>;
  readonly subject: (viewer: Viewer, slug: string, id: string) => Promise<SubjectView>;
};
