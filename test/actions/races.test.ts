/**
 * Another process writes between what an act read and what it commits. The act must decide again on what is there now, never
 * commit on top of a state it did not see, and tell the loser what really happened.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/access/roles.ts';
import { addAccounts } from '../../src/actions/accounts.ts';
import { changeStatus } from '../../src/actions/change-status.ts';
import { closeLists } from '../../src/actions/close-lists.ts';
import { closeTrial } from '../../src/actions/close-trial.ts';
import { createTrial } from '../../src/actions/create-trial.ts';
import type { Deps, Request } from '../../src/actions/deps.ts';
import { enrolCohort } from '../../src/actions/enrol-cohort.ts';
import { lockProtocol } from '../../src/actions/lock-protocol.ts';
import { scheduleCeremony } from '../../src/actions/schedule-ceremony.ts';
import { stopArm } from '../../src/actions/stop-arm.ts';
import { withdrawAttendee } from '../../src/actions/withdraw-attendee.ts';
import { createDeps } from '../../src/create-deps.ts';
import { Refusal } from '../../src/trial/refusal.ts';
import { cohort, newham, protocolText, testKey } from '../api/service.ts';
import { engines } from '../store/engines.ts';

const slug = 'welcome-pack';
const roles: readonly Role[] = ['registrar', 'trial-administrator', 'trial-statistician', 'researcher'];

describe.each(engines)('a write in between, on $name', (engine) => {
  let close = async () => {};
  afterEach(() => close());

  /** Two processes on one database; before the first one's next commit, `rival` acts in the second. */
  async function twoProcesses() {
    const opened = await engine.open();
    close = opened.close;
    const clock = () => new Date('2026-03-02T09:00:00.000Z');
    const key = { hex: testKey, source: 'environment' } as const;
    const [first, second] = [await createDeps(opened.db, key, { clock }), await createDeps(opened.db, key, { clock })];
    await addAccounts(
      first,
      roles.map((role) => ({
        id: role,
        name: role,
        role,
        borough: role === 'registrar' ? newham : null,
        organisation: null,
        isTraining: false,
        validDays: 30,
      })),
    );
    const rivals: { read?: () => Promise<unknown>; commit?: () => Promise<unknown> } = {};
    const letIn = async (place: 'read' | 'commit') => {
      const now = rivals[place];
      delete rivals[place];
      await now?.();
    };
    const interrupted: Deps = {
      ...first,
      store: {
        read: {
          ...first.store.read,
          async ledgerHead(trial) {
            await letIn('read');
            return first.store.read.ledgerHead(trial);
          },
        },
        async commit(appends) {
          await letIn('commit');
          return first.store.commit(appends);
        },
      },
    };
    return {
      first: interrupted,
      second,
      interrupt(act: () => Promise<unknown>) {
        rivals.commit = act;
      },
      /** `act` happens before anything of the trial is read, and after it was asked whether the request was answered before. */
      interruptReading(act: () => Promise<unknown>) {
        rivals.read = act;
      },
    };
  }

  let keys = 0;
  const as = (role: Role): Request => ({
    account: {
      id: role,
      name: role,
      role,
      borough: role === 'registrar' ? newham : null,
      organisation: null,
      isTraining: false,
    },
    idempotencyKey: `race-${keys++}`,
    requestHash: 'e'.repeat(64),
  });

  async function opened(deps: Deps): Promise<string> {
    const { reply } = await createTrial(deps, as('trial-administrator'), protocolText(slug));
    await lockProtocol(deps, as('trial-administrator'), slug, reply.protocolHash);
    await lockProtocol(deps, as('trial-statistician'), slug, reply.protocolHash);
    await changeStatus(deps, as('trial-administrator'), slug, 'open', null);
    const slot = { borough: newham, heldOn: '2026-03-20', startsAt: '14:00', venue: 'town-hall' };
    const scheduled = await scheduleCeremony(deps, as('registrar'), slug, slot);
    await enrolCohort(deps, as('registrar'), scheduled.reply.id, cohort('first', 6));
    return scheduled.reply.id;
  }

  const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : String(error));

  it('a list that closes while somebody enrols holds everybody who was booked', async () => {
    const { first, second, interrupt } = await twoProcesses();
    const ceremony = await opened(first);
    interrupt(() => enrolCohort(second, as('registrar'), ceremony, cohort('late', 2)));
    const { reply } = await closeLists(first, as('registrar'), slug, [ceremony]);
    expect(reply.lists).toEqual([{ ceremony, members: 8, units: 4 }]);
  });

  it('a request that another process takes at the same moment gets the same answer from both', async () => {
    const { first, second, interrupt, interruptReading } = await twoProcesses();
    const ceremony = await opened(first);
    for (const [name, between] of [
      ['before it reads', interruptReading],
      ['before it writes', interrupt],
    ] as const) {
      const request = as('registrar');
      const answers: unknown[] = [];
      between(async () => answers.push(await enrolCohort(second, request, ceremony, cohort(name, 2))));
      answers.push(await enrolCohort(first, request, ceremony, cohort(name, 2)));
      expect(answers[1]).toEqual(answers[0]);
    }
    expect((await first.store.read.bookedCounts([ceremony])).get(ceremony)).toBe(10);
  });

  it('nothing is drawn to an arm that was stopped in between', async () => {
    const { first, second, interrupt } = await twoProcesses();
    const ceremony = await opened(first);
    interrupt(() => stopArm(second, as('trial-administrator'), slug, 'registration-prompt', 'misprinted'));
    await closeLists(first, as('registrar'), slug, [ceremony]);
    const drawn = await first.store.read.allocationsOf(slug);
    expect(drawn.map(({ protocolVersion }) => protocolVersion)).toEqual(drawn.map(() => 2));
    expect(drawn.map(({ arm }) => arm)).not.toContain('registration-prompt');
  });

  it('a draft that changes under the second signature is not locked', async () => {
    const { first, second, interrupt } = await twoProcesses();
    const { reply } = await createTrial(first, as('trial-administrator'), protocolText(slug));
    await lockProtocol(first, as('trial-administrator'), slug, reply.protocolHash);
    const other = protocolText(slug).replace('"question": "', '"question": "Otherwise: ');
    interrupt(() => createTrial(second, as('researcher'), other));
    const refused = await lockProtocol(first, as('trial-statistician'), slug, reply.protocolHash).catch(codeOf);
    expect(refused).toBe('wrong-status');
    expect((await first.store.read.trialBySlug(slug))?.status).toBe('draft');
  });

  it('a new draft does not slip in behind a lock', async () => {
    const { first, second, interrupt } = await twoProcesses();
    const { reply } = await createTrial(first, as('trial-administrator'), protocolText(slug));
    await lockProtocol(first, as('trial-administrator'), slug, reply.protocolHash);
    const other = protocolText(slug).replace('"question": "', '"question": "Otherwise: ');
    interrupt(() => lockProtocol(second, as('trial-statistician'), slug, reply.protocolHash));
    expect(await createTrial(first, as('researcher'), other).catch(codeOf)).toBe('already-exists');
    expect((await first.store.read.trialBySlug(slug))?.protocolHash).toBe(reply.protocolHash);
  });

  it('the frozen data leaves out somebody who objected while the trial was closing', async () => {
    const { first, second, interrupt } = await twoProcesses();
    const ceremony = await opened(first);
    await closeLists(first, as('registrar'), slug, [ceremony]);
    const [person] = await first.store.read.membersOf(ceremony);
    const objection = { trial_id: person?.attendee.id ?? '', reason: 'objected', decision: 'count-only' } as const;
    interrupt(() => withdrawAttendee(second, as('registrar'), slug, objection));
    const { reply } = await closeTrial(first, as('trial-administrator'), slug);
    expect(reply.dataset.rows).toBe(5);
  });

  it('the one who closes a list second learns that it is closed', async () => {
    const { first, second, interrupt } = await twoProcesses();
    const ceremony = await opened(first);
    interrupt(() => closeLists(second, as('registrar'), slug, [ceremony]));
    expect(await closeLists(first, as('registrar'), slug, [ceremony]).catch(codeOf)).toBe('list-closed');
  });

  it('the one who closes a trial second learns that it is closed', async () => {
    const { first, second, interrupt } = await twoProcesses();
    const ceremony = await opened(first);
    await closeLists(first, as('registrar'), slug, [ceremony]);
    interrupt(() => closeTrial(second, as('trial-administrator'), slug));
    expect(await closeTrial(first, as('trial-administrator'), slug).catch(codeOf)).toBe('wrong-status');
  });
});
