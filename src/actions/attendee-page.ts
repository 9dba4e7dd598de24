/**
 * The attendee's own page: who a link or code opens it for, and what that person says there. It answers the same to what is wrong,
 * unknown, expired or replaced, reads nothing of an arm, and gives back nothing that is recorded. The service writes under an account
 * of its own, as a registrar of the person's borough would write down what they said.
 */
import { z } from 'zod';
import { InputRefused } from '../../analysis/plan/problem.ts';
import type { Account } from '../access/roles.ts';
import { type Asked, type Wording, wordingOf } from '../trial/attendee-wording.ts';
import { boroughName } from '../trial/boroughs.ts';
import { addDays, londonDate } from '../trial/calendar.ts';
import { sha256Hex } from '../trial/canonical.ts';
import { codeHash, isLinkToken, linkHash, readCode } from '../trial/follow-up-code.ts';
import type { Protocol } from '../trial/protocol.ts';
import { Refusal } from '../trial/refusal.ts';
import type { Deps, Request } from './deps.ts';
import { loadTrial } from './load.ts';
import { homeOf } from './own-attendees.ts';
import { perform } from './perform.ts';
import { recordFollowUps } from './record-follow-ups.ts';
import { stopContact } from './stop-contact.ts';
import { withdrawAttendee } from './withdraw-attendee.ts';

/** What the page knows of whoever opened it; of these only borough, wording and window reach it. */
export type OwnPage = {
  readonly attendee: string;
  readonly trial: string;
  readonly borough: string;
  readonly boroughName: string;
  readonly isTraining: boolean;
  readonly wording: Wording;
  readonly asks: NonNullable<Protocol['attendeePage']>['asks'];
  /** Whether every outcome window of this person is over: before that no link to anything stands on the page. */
  readonly isWindowOver: boolean;
};

const running: readonly string[] = ['baseline', 'open', 'paused'];

/** @param address where the request came from @returns null for what opens no page */
export async function openOwnPage(deps: Deps, token: string, address: string): Promise<OwnPage | null> {
  const page = await pageOf(deps, token);
  if (page === null) await countTry(deps, address);
  return page;
}

/** A code that somebody typed, as the address of their page; null for what opens none. Refuses `too-many-tries`. */
export async function enterCode(deps: Deps, typed: string, address: string): Promise<string | null> {
  const code = readCode(typed);
  if (code === null || deps.codes === null) return null;
  // Counted before it is looked up, so that no number of requests at once gets more tries.
  if (!(await countTry(deps, address))) {
    throw new Refusal('too-many-tries', 'There were too many tries at codes.');
  }
  const found = await deps.store.read.codeByHash('code', deps.codes.codeHash(codeHash(code)));
  if (found === undefined) return null;
  const visit = await deps.codes.sealVisit(found.linkHash, deps.clock().getTime(), deps.random(12));
  return (await pageOf(deps, visit)) === null ? null : visit;
}

export type Said = {
  readonly asked: Asked;
  readonly isDone: boolean;
  /** 'YYYY-MM-DD'; null where it did not happen, or is only meant. */
  readonly on: string | null;
};

/** Records what somebody has done, as self-reported, and what they mean to do, as an intention. */
export async function sayDone(deps: Deps, page: OwnPage, said: readonly Said[]): Promise<void> {
  const today = londonDate(deps.clock().toISOString());
  for (const one of said) {
    const outcome = page.asks[one.asked];
    if (outcome === null) continue;
    const source = one.asked === 'intends' ? ('intention' as const) : ('self-reported' as const);
    const date = one.on ?? today;
    const what = one.isDone ? ({ status: 'happened', date } as const) : ({ status: 'not-happened' } as const);
    const input = { outcome, source, rows: [{ trial_id: page.attendee, ...what }] };
    await recordFollowUps(deps, requestOf(deps, page, input), page.trial, input);
  }
}

export const surveyQuestions = 5;
const answersSchema = z
  .array(z.strictObject({ question: z.int().min(1).max(surveyQuestions), answer: z.int().min(0).max(4) }))
  .min(1)
  .max(surveyQuestions);

/** @param answers 1 to 4 in the wording's order, 0 for "I would rather not say" */
export async function answerSurvey(
  deps: Deps,
  page: OwnPage,
  answers: readonly { readonly question: number; readonly answer: number }[],
): Promise<void> {
  const parsed = answersSchema.safeParse(answers);
  if (!parsed.success) throw new InputRefused([{ path: 'q1', message: 'Choose an answer to at least one question' }]);
  const request = requestOf(deps, page, { survey: parsed.data });
  await perform(deps, request, page.trial, async (now) => {
    await refuseGone(deps, page);
    const seq = await deps.store.read.responsesOf(page.attendee);
    const stamp = { attendee: page.attendee, seq, trial: page.trial, wording: page.wording.number, at: now };
    const rows = parsed.data.map((one) => ({ ...stamp, ...one, actor: request.account.id }));
    return {
      status: 201,
      reply: { recorded: rows.length },
      appends: [{ into: 'surveyAnswer', rows }],
      notes: [
        { act: 'answer-survey', subject: page.trial, payload: { attendee: page.attendee, answers: parsed.data } },
      ],
    };
  });
}

export type Stop = 'messages' | 'keep-outcomes' | 'count-only';

/** Sends nothing more, or takes the person out of the trial (UK GDPR Article 21). */
export async function stopAll(deps: Deps, page: OwnPage, stop: Stop): Promise<void> {
  const request = requestOf(deps, page, { stop });
  if (stop !== 'messages') {
    const input = { trial_id: page.attendee, reason: 'objected', decision: stop } as const;
    await withdrawAttendee(deps, request, page.trial, input);
    return;
  }
  await stopContact(deps, request, page.trial, page.attendee);
}

async function pageOf(deps: Deps, token: string): Promise<OwnPage | null> {
  const now = deps.clock();
  const hash = isLinkToken(token) ? linkHash(token) : ((await deps.codes?.openVisit(token, now.getTime())) ?? null);
  const code = hash === null ? undefined : await deps.store.read.codeByHash('link', hash);
  const today = londonDate(now.toISOString());
  if (code === undefined || code.expiresOn < today) return null;
  const { row, protocol, status } = await loadTrial(deps, code.trial);
  const declared = protocol.attendeePage;
  const wording = declared === null ? undefined : wordingOf(declared.wording);
  const [[person], left] = await Promise.all([
    deps.store.read.attendeesById(code.trial, [code.attendee]),
    deps.store.read.withdrawnAmong([code.attendee]),
  ]);
  if (declared === null || wording === undefined || person === undefined) return null;
  if (!running.includes(status) || left.size > 0) return null;
  const [home] = await deps.store.read.ceremoniesById([homeOf(person)]);
  if (home === undefined) throw new Error('A person belongs to a ceremony that is not there.');
  const windowDays = Math.max(...protocol.outcomes.map((outcome) => outcome.windowDays));
  return {
    attendee: code.attendee,
    trial: code.trial,
    borough: home.borough,
    boroughName: boroughName(home.borough) ?? home.borough,
    isTraining: row.mode === 'training',
    wording,
    asks: declared.asks,
    isWindowOver: today > addDays(home.closedForDate ?? home.heldOn, windowDays),
  };
}

async function refuseGone(deps: Deps, { attendee }: OwnPage): Promise<void> {
  if ((await deps.store.read.withdrawnAmong([attendee])).size > 0) {
    throw new Refusal('already-withdrawn', 'Nothing more is recorded.');
  }
}

/** False where the limits of the database are reached. */
export async function countTry(deps: Deps, address: string): Promise<boolean> {
  if (deps.codes === null) return true;
  const row = { addressHash: deps.codes.addressHash(address), at: deps.clock().getTime() };
  const result = await deps.store.commit([{ into: 'codeTry', rows: [row] }]);
  if (!result.ok && result.conflict.what !== 'too-many-tries') throw new Error(result.conflict.what);
  return result.ok;
}

/** The same words of the same person on one day are one answer, however often the form is sent; no key need stand in the form. */
function requestOf(deps: Deps, page: OwnPage, said: unknown): Request {
  const day = londonDate(deps.clock().toISOString());
  const hash = sha256Hex(`attendee page|${page.trial}|${page.attendee}|${day}|${JSON.stringify(said)}`);
  const account: Account = {
    ...{ id: 'attendee-page', name: 'The attendee’s page', role: 'registrar', borough: page.borough },
    ...{ organisation: null, isTraining: page.isTraining },
  };
  return { account, idempotencyKey: hash, requestHash: hash };
}
