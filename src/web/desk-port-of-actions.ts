/** The pages of a borough's records on the service itself. */
import { proposeAmendment, signAmendment } from '../actions/amend-protocol.ts';
import { readAgreements, recordAgreement, recordContactTerms } from '../actions/borough-agreements.ts';
import { readTargets, setTarget } from '../actions/borough-targets.ts';
import { changeStatus } from '../actions/change-status.ts';
import { closeTrial } from '../actions/close-trial.ts';
import type { Deps, Request } from '../actions/deps.ts';
import { lockProtocol } from '../actions/lock-protocol.ts';
import { readOrganisations, registerOrganisation } from '../actions/organisations.ts';
import { assignPartner, endAssignment, readAssignments, readRota } from '../actions/partner-rota.ts';
import { recordPoll } from '../actions/pre-election.ts';
import { problemsOf } from '../actions/problems-of.ts';
import { publishSeed } from '../actions/publish-seed.ts';
import { checkAmendment, readProposals, readVersion } from '../actions/read-amendments.ts';
import { readAttrition } from '../actions/read-attrition.ts';
import { readCorrection } from '../actions/read-correction.ts';
import { readCountsPlace } from '../actions/read-counts-place.ts';
import { readDeliveryPlace } from '../actions/read-delivery-place.ts';
import { readHistory } from '../actions/read-history.ts';
import { readMonitoring } from '../actions/read-monitoring.ts';
import { readOwnAnswer } from '../actions/read-own-answer.ts';
import { findByCode, readPeopleDesk } from '../actions/read-people-desk.ts';
import { readPolls } from '../actions/read-polls.ts';
import { readRelease } from '../actions/read-release.ts';
import { readReminderAlarm } from '../actions/read-reminder-delivery.ts';
import { readReminders } from '../actions/read-reminders.ts';
import { readTrialSteps } from '../actions/read-trial-steps.ts';
import { rebookAttendee } from '../actions/rebook-attendee.ts';
import { recordByCode } from '../actions/record-by-code.ts';
import { recordDelivery } from '../actions/record-delivery.ts';
import { type DeliveriesRecorded, recordReminderDeliveries } from '../actions/record-reminder-deliveries.ts';
import { recordReminders } from '../actions/record-reminders.ts';
import { readRegisterCalendar, recordRegisterCalendar } from '../actions/register-calendar.ts';
import { correctRelease, releaseFigures } from '../actions/release-figures.ts';
import { reportRandomisationError } from '../actions/report-randomisation-error.ts';
import { runLockedAnalysis } from '../actions/run-analysis.ts';
import { stopArm } from '../actions/stop-arm.ts';
import { stopContact } from '../actions/stop-contact.ts';
import { askAboutSubject, readSubject } from '../actions/subject-access.ts';
import { takeBackRandomisationError } from '../actions/take-back-randomisation-error.ts';
import {
  type CountsRecorded,
  checkCounts,
  countsRecordedSchema,
  type JudgedCounts,
  uploadCounts,
} from '../actions/upload-counts.ts';
import {
  checkMatchResult,
  type MatchRecorded,
  matchRecordedSchema,
  uploadMatchResult,
} from '../actions/upload-match-result.ts';
import { withdrawAttendee } from '../actions/withdraw-attendee.ts';
import { requestOf } from './acts-of-actions.ts';
import { benchPortOf } from './bench-port-of-actions.ts';
import type { DeskPort, Step, StepInput } from './desk-port.ts';

export function deskPortOf(deps: Deps): DeskPort {
  return {
    bench: benchPortOf(deps),
    version: (viewer, slug, version) => readVersion(deps, viewer, slug, version),
    proposals: (viewer, slug) => readProposals(deps, viewer, slug),
    async checkAmendment(viewer, slug, input) {
      let judged: Awaited<ReturnType<typeof checkAmendment>> | null = null;
      const problems = await problemsOf(async () => {
        judged = await checkAmendment(deps, viewer, slug, input);
      });
      return judged ?? { problems };
    },
    proposeAmendment: (by, slug, input) =>
      problemsOf(() => proposeAmendment(deps, requestOf(by, 'propose-amendment', slug, input), slug, input)),
    async signAmendment(by, slug, id) {
      let version: number | null = null;
      await problemsOf(async () => {
        const request = requestOf(by, 'sign-amendment', `${slug} ${id}`, null);
        version = (await signAmendment(deps, request, slug, id)).reply.version;
      });
      return version;
    },
    steps: (viewer, slug) => readTrialSteps(deps, viewer, slug),
    takeStep: (by, slug, step, input) =>
      problemsOf(() => takeStep(deps, requestOf(by, step, slug, input), slug, step, input)),
    polls: (viewer, slug) => readPolls(deps, viewer, slug),
    recordPoll: (by, slug, input) =>
      problemsOf(() => recordPoll(deps, requestOf(by, 'poll', slug, input), slug, input)),
    recordByCode: (by, input) => problemsOf(() => recordByCode(deps, requestOf(by, 'by-code', '', input), input)),
    release: (viewer, slug, number) => readRelease(deps, viewer, slug, number),
    correction: (viewer, slug) => readCorrection(deps, viewer, slug),
    correctRelease: (by, slug, input, hash) =>
      problemsOf(() =>
        correctRelease(deps, requestOf(by, 'correct-release', slug, { ...input, hash }), slug, input, hash),
      ),
    async signRelease(by, slug, hash) {
      await releaseFigures(deps, requestOf(by, 'release', slug, hash), slug, hash);
    },
    deliveryPlace: (viewer, ceremony) => readDeliveryPlace(deps, viewer, ceremony),
    recordDelivery: (by, ceremony, input) =>
      problemsOf(() => recordDelivery(deps, requestOf(by, 'delivery', ceremony, input), ceremony, input)),
    history: (viewer, ceremony) => readHistory(deps, viewer, ceremony),
    rota: (viewer) => readRota(deps, viewer),
    organisations: (viewer, slug) => readOrganisations(deps, viewer, slug),
    registerOrganisation: (by, slug, input) =>
      problemsOf(() => registerOrganisation(deps, requestOf(by, 'organisation', slug, input), slug, input)),
    agreements: (viewer, slug, borough) => readAgreements(deps, viewer, slug, borough),
    targets: (viewer, slug, borough) => readTargets(deps, viewer, slug, borough),
    recordAgreement: (by, slug, borough, input) =>
      problemsOf(() =>
        recordAgreement(deps, requestOf(by, 'agreement', `${slug} ${borough}`, input), slug, borough, input),
      ),
    recordContactTerms: (by, slug, borough, input) =>
      problemsOf(() =>
        recordContactTerms(deps, requestOf(by, 'contact-terms', `${slug} ${borough}`, input), slug, borough, input),
      ),
    setTarget: (by, slug, borough, input) =>
      problemsOf(() => setTarget(deps, requestOf(by, 'target', `${slug} ${borough}`, input), slug, borough, input)),
    peopleDesk: (viewer, ceremony) => readPeopleDesk(deps, viewer, ceremony),
    findByCode: (viewer, slug, code) => findByCode(deps, viewer, slug, code),
    rebook: (by, ceremony, input) =>
      problemsOf(() => rebookAttendee(deps, requestOf(by, 'rebook', ceremony, input), ceremony, input)),
    stopContact: (by, slug, person) =>
      problemsOf(() => stopContact(deps, requestOf(by, 'stop-contact', slug, person), slug, person)),
    withdraw: (by, slug, input) =>
      problemsOf(() => withdrawAttendee(deps, requestOf(by, 'withdraw', slug, input), slug, input)),
    reportError: (by, slug, report) =>
      problemsOf(() => reportRandomisationError(deps, requestOf(by, 'report-error', slug, report), slug, report)),
    takeBackError: (by, slug, id, input) =>
      problemsOf(() => takeBackRandomisationError(deps, requestOf(by, 'take-back', id, input), slug, id, input)),
    assignments: (viewer, slug, borough) => readAssignments(deps, viewer, slug, borough),
    assignPartner: (by, slug, borough, input) =>
      problemsOf(() => assignPartner(deps, requestOf(by, 'assign', `${slug} ${borough}`, input), slug, borough, input)),
    endAssignment: (by, slug, borough, id) =>
      problemsOf(() => endAssignment(deps, requestOf(by, 'end-assignment', id, null), slug, borough, id)),
    registerCalendar: (viewer, slug, borough) => readRegisterCalendar(deps, viewer, slug, borough),
    recordRegisterCalendar: (by, slug, borough, input) =>
      problemsOf(() =>
        recordRegisterCalendar(deps, requestOf(by, 'register', `${slug} ${borough}`, input), slug, borough, input),
      ),
    async checkMatchResult(viewer, slug, input) {
      let judged: MatchRecorded | null = null;
      const problems = await problemsOf(async () => {
        judged = await checkMatchResult(deps, viewer, slug, input);
      });
      return judged ?? problems;
    },
    matchRecorded: (viewer, key) => readOwnAnswer(deps, viewer, key, matchRecordedSchema),
    countsRecorded: (viewer, key) => readOwnAnswer(deps, viewer, key, countsRecordedSchema),
    async uploadMatchResult(by, slug, input) {
      let reply: MatchRecorded | null = null;
      const problems = await problemsOf(async () => {
        ({ reply } = await uploadMatchResult(deps, requestOf(by, 'match', slug, input), slug, input));
      });
      return reply ?? problems;
    },
    monitoring: (viewer, slug) => readMonitoring(deps, viewer, slug),
    attrition: (viewer, slug) => readAttrition(deps, viewer, slug),
    countsPlace: (viewer, slug) => readCountsPlace(deps, viewer, slug),
    async checkCounts(viewer, slug, input) {
      let judged: JudgedCounts | null = null;
      const problems = await problemsOf(async () => {
        judged = await checkCounts(deps, viewer, slug, input);
      });
      return judged ?? problems;
    },
    async uploadCounts(by, slug, input) {
      let reply: CountsRecorded | null = null;
      const problems = await problemsOf(async () => {
        ({ reply } = await uploadCounts(deps, requestOf(by, 'counts', slug, input), slug, input));
      });
      return reply ?? problems;
    },
    reminders: (viewer, slug, borough) => readReminders(deps, viewer, slug, borough),
    recordReminders: (by, slug, borough, messages) =>
      problemsOf(() =>
        recordReminders(deps, requestOf(by, 'reminders', `${slug} ${borough}`, messages), slug, borough, messages),
      ),
    async recordReminderDeliveries(by, slug, borough, rows) {
      let reply: DeliveriesRecorded | null = null;
      const problems = await problemsOf(async () => {
        const request = requestOf(by, 'reminder-deliveries', `${slug} ${borough}`, rows);
        ({ reply } = await recordReminderDeliveries(deps, request, slug, borough, rows));
      });
      return reply ?? problems;
    },
    reminderAlarm: (viewer, slug) => readReminderAlarm(deps, viewer, slug),
    async askAboutSubject(by, slug, hash) {
      return (await askAboutSubject(deps, requestOf(by, 'subject', slug, hash), slug, hash)).reply.id;
    },
    subject: (viewer, slug, id) => readSubject(deps, viewer, slug, id),
  };
}

function takeStep(deps: Deps, request: Request, slug: string, step: Step, { protocolHash, reason, arm }: StepInput) {
  switch (step) {
    case 'lock':
      return lockProtocol(deps, request, slug, protocolHash);
    case 'close':
      return closeTrial(deps, request, slug);
    case 'analyse':
      return runLockedAnalysis(deps, request, slug);
    case 'publish-seed':
      return publishSeed(deps, request, slug);
    case 'stop-arm':
      return stopArm(deps, request, slug, arm, reason);
    default:
      return changeStatus(deps, request, slug, step, reason === '' ? null : reason);
  }
}
