/**
 * Another process writes between what an act read and what it commits. The act must decide again on what is there now, never
 * commit on top of a state it did not see, and tell the loser what really happened.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { closeLists } from '../../src/actions/close-lists.ts';
import { closeTrial } from '../../src/actions/close-trial.ts';
import { createTrial } from '../../src/actions/create-trial.ts';
import type { Deps } from '../../src/actions/deps.ts';
import { enrolCohort } from '../../src/actions/enrol-cohort.ts';
import { lockProtocol } from '../../src/actions/lock-protocol.ts';
import { stopArm } from '../../src/actions/stop-arm.ts';
import { withdrawAttendee } from '../../src/actions/withdraw-attendee.ts';
import { Refusal } from '../../src/trial/refusal.ts';
import { cohort, protocolText } from '../api/service.ts';
import { engines } from '../store/engines.ts';
import { as, bookedCeremony, openedTrial, twoProcesses } from './two-processes.ts';

const slug = 'welcome-pack';

describe.each(engines)('a write in between, on $name', (engine) => {
  let close = async () => {};
  afterEach(() => close());

  async function processes() {
    const opened = await twoProcesses(engine);
    close = opened.close;
    return opened;
  }

  const ready = async (deps: Deps) =>
    bookedCeremony(deps, await openedTrial(deps, protocolText(slug)), '2026-03-20', 6);

  const codeOf = (error: unknown) => (error instanceof Refusal ? error.code : String(error));

  it('a list that closes while somebody enrols holds everybody who was booked', async () => {
    const { first, second, interrupt } = await processes();
    const ceremony = await ready(first);
    interrupt(() => enrolCohort(second, as('registrar'), ceremony, cohort('late', 2)));
    const { reply } = await closeLists(first, as('registrar'), slug, [ceremony]);
    expect(reply.lists).toEqual([{ ceremony, members: 8, units: 4 }]);
  });

  it('a request that another process takes at the same moment gets the same answer from both', async () => {
    const { first, second, interrupt, interruptReading } = await processes();
    const ceremony = await ready(first);
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
    const { first, second, interrupt } = await processes();
    const ceremony = await ready(first);
    interrupt(() => stopArm(second, as('trial-administrator'), slug, 'registration-prompt', 'misprinted'));
    await closeLists(first, as('registrar'), slug, [ceremony]);
    const drawn = await first.store.read.allocationsOf(slug);
    expect(drawn.map(({ protocolVersion }) => protocolVersion)).toEqual(drawn.map(() => 2));
    expect(drawn.map(({ arm }) => arm)).not.toContain('registration-prompt');
  });

  it('a draft that changes under the second signature is not locked', async () => {
    const { first, second, interrupt } = await processes();
    const { reply } = await createTrial(first, as('trial-administrator'), protocolText(slug));
    await lockProtocol(first, as('trial-administrator'), slug, reply.protocolHash);
    const other = protocolText(slug).replace('"question": "', '"question": "Otherwise: ');
    interrupt(() => createTrial(second, as('researcher'), other));
    const refused = await lockProtocol(first, as('trial-statistician'), slug, reply.protocolHash).catch(codeOf);
    expect(refused).toBe('wrong-status');
    expect((await first.store.read.trialBySlug(slug))?.status).toBe('draft');
  });

  it('a new draft does not slip in behind a lock', async () => {
    const { first, second, interrupt } = await processes();
    const { reply } = await createTrial(first, as('trial-administrator'), protocolText(slug));
    await lockProtocol(first, as('trial-administrator'), slug, reply.protocolHash);
    const other = protocolText(slug).replace('"question": "', '"question": "Otherwise: ');
    interrupt(() => lockProtocol(second, as('trial-statistician'), slug, reply.protocolHash));
    expect(await createTrial(first, as('researcher'), other).catch(codeOf)).toBe('already-exists');
    expect((await first.store.read.trialBySlug(slug))?.protocolHash).toBe(reply.protocolHash);
  });

  it('the frozen data leaves out somebody who objected while the trial was closing', async () => {
    const { first, second, interrupt, setClock } = await processes();
    const ceremony = await ready(first);
    await closeLists(first, as('registrar'), slug, [ceremony]);
    // Every window has ended by then.
    setClock('2026-07-01T09:00:00.000Z');
    const [person] = await first.store.read.membersOf(ceremony);
    const objection = { trial_id: person?.attendee.id ?? '', reason: 'objected', decision: 'count-only' } as const;
    interrupt(() => withdrawAttendee(second, as('registrar'), slug, objection));
    const { reply } = await closeTrial(first, as('trial-administrator'), slug);
    expect(reply.dataset.rows).toBe(5);
  });

  it('the one who closes a list second learns that it is closed', async () => {
    const { first, second, interrupt } = await processes();
    const ceremony = await ready(first);
    interrupt(() => closeLists(second, as('registrar'), slug, [ceremony]));
    expect(await closeLists(first, as('registrar'), slug, [ceremony]).catch(codeOf)).toBe('list-closed');
  });

  it('the one who closes a trial second learns that it is closed', async () => {
    const { first, second, interrupt, setClock } = await processes();
    const ceremony = await ready(first);
    await closeLists(first, as('registrar'), slug, [ceremony]);
    // Every window has ended by then.
    setClock('2026-07-01T09:00:00.000Z');
    interrupt(() => closeTrial(second, as('trial-administrator'), slug));
    expect(await closeTrial(first, as('trial-administrator'), slug).catch(codeOf)).toBe('wrong-status');
  });
});
