/**
 * Amendments of a trial that runs: two people, the old version readable, what was drawn untouched and still verifiable, and the locked
 * analysis by the plan in force.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { protocolHash } from '../../src/trial/protocol.ts';
import { engines } from '../store/engines.ts';
import { redrawn } from './redrawn.ts';
import { ceremonyWith, openService, openTrial, protocolText, type Service } from './service.ts';

const slug = 'ceremony-offer';
const path = `/trials/${slug}`;
const problem = (code: string) => `urn:pledge:problem:${code}`;
const reason = 'Registration takes two weeks longer than expected.';

describe.each(engines)('amendments on $name', (engine) => {
  let service: Service;
  let drawnBefore: string;
  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, slug);
    drawnBefore = await ceremonyWith(service, slug, '2026-05-07', 4);
    await close(drawnBefore);
  });
  afterAll(() => service.close());

  const close = async (ceremony: string) => {
    const closed = await service.post('registrar', `${path}/close-lists`, { ceremonies: [ceremony] });
    expect(closed.status).toBe(200);
  };
  // biome-ignore lint/suspicious/noExplicitAny: a file of ours, changed at will
  const amended = (change: (protocol: any) => void, from = protocolText(slug)) => {
    const protocol = JSON.parse(from);
    change(protocol);
    return JSON.stringify(protocol, null, 2);
  };
  const propose = (
    protocol: string,
    change: object = {},
    as: 'trial-administrator' | 'trial-statistician' = 'trial-statistician',
  ) => service.post(as, `${path}/amendments`, { protocol, weight: 'major', reason, ...change });
  const sign = (as: 'trial-administrator' | 'trial-statistician', id: string) =>
    service.post(as, `${path}/amendments/${id}/sign`, {});

  test('what would touch the draw is refused with its place, and a major change is not called minor', async () => {
    const touching = await propose(amended((protocol) => (protocol.scheme.blockSizes = [54])));
    expect(touching.status).toBe(422);
    expect(touching.body.errors).toMatchObject([{ path: 'scheme.blockSizes' }]);
    const lead = await propose(amended((protocol) => (protocol.leadTimeWorkingDays = 3)));
    expect(lead.body.errors).toMatchObject([{ path: 'leadTimeWorkingDays' }]);
    const small = await propose(
      amended((protocol) => (protocol.analysis.level = 0.9)),
      { weight: 'minor' },
    );
    expect(small.body.errors).toMatchObject([{ path: 'weight' }]);
    const none = await propose(protocolText(slug));
    expect(none.body.errors[0].message).toMatch(/nothing would change/);
    const approval = await propose(amended((protocol) => (protocol.governance.ethicsApproval = null)));
    expect(approval.body.errors).toMatchObject([{ path: 'governance.ethicsApproval' }]);
  });

  test('the second of the two makes it the version in force; the first version stays as it was', async () => {
    const text = amended((protocol) => {
      protocol.outcomes[0].windowDays = 75;
      protocol.analysis.level = 0.9;
    });
    const proposed = await propose(text);
    expect(proposed.status).toBe(202);
    const { documentHash } = proposed.body;
    expect((await propose(text)).body.type).toBe(problem('already-exists'));
    const again = await sign('trial-statistician', documentHash);
    expect(again.body.type).toBe(problem('sign-off-given'));
    expect((await sign('trial-administrator', '0'.repeat(64))).status).toBe(404);

    const [open] = (await service.get('trial-administrator', `${path}/amendments`)).body;
    expect(open).toMatchObject({ documentHash, version: 2, weight: 'major', reason, signed: ['trial-statistician'] });
    expect(open.changes.map(({ place }: { place: string }) => place)).toContain('analysis › level');

    const signed = await sign('trial-administrator', documentHash);
    expect(signed.body).toEqual({
      ...{ state: 'amended', version: 2, protocolHash: protocolHash(text) },
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const versions = (await service.get('nobody', `${path}/versions`)).body;
    expect(versions).toMatchObject([
      { version: 1, kind: 'locked', protocolHash: protocolHash(protocolText(slug)) },
      { version: 2, kind: 'amendment', weight: 'major', reason, afterUnblinding: false },
    ]);
    const first = await service.fetch(new Request(`http://localhost/api/v1${path}/protocol?version=1`));
    expect(await first.text()).toBe(protocolText(slug));
    const newest = await service.fetch(new Request(`http://localhost/api/v1${path}/protocol`));
    expect(await newest.text()).toBe(text);
    expect((await service.get('nobody', `${path}/versions/2`)).body.isInForce).toBe(true);
    const acts = (await service.deps.store.read.ledgerEntries(slug, 0, 1_000)).map(({ act }) => act);
    expect(acts.slice(-3)).toEqual(['propose-amendment', 'sign-amendment', 'amend-protocol']);
  });

  test('each version is drawn by its own hash', async () => {
    const later = await ceremonyWith(service, slug, '2026-05-14', 4);
    await close(later);
    const allocations = await service.deps.store.read.allocationsOf(slug);
    expect(allocations.map(({ ceremony, protocolVersion, position }) => [ceremony, protocolVersion, position])).toEqual(
      [
        [drawnBefore, 1, 0],
        [later, 2, 0],
      ],
    );
  });

  test('no version comes back, because its arms are known by then', async () => {
    const back = await propose(protocolText(slug));
    expect(back.body.errors[0].message).toMatch(/version 1 again/);
  });

  test('one of two proposals on a version is overtaken by the other', async () => {
    const newest = await service.deps.store.read.trialBySlug(slug);
    const from = newest?.document;
    const one = await propose(
      amended((protocol) => (protocol.title = 'One title'), from),
      { weight: 'minor' },
    );
    const other = await propose(
      amended((protocol) => (protocol.title = 'Other title'), from),
      { weight: 'minor' },
    );
    expect((await sign('trial-administrator', one.body.documentHash)).status).toBe(200);
    expect((await sign('trial-administrator', other.body.documentHash)).body.type).toBe(problem('design-locked'));
    expect((await service.get('trial-administrator', `${path}/amendments`)).body).toEqual([]);
  });

  test('an amendment of the plan ends once outcomes by arm were read; another is marked', async () => {
    await service.get('trial-statistician', `${path}/sample-ratio`);
    const from = (await service.deps.store.read.trialBySlug(slug))?.document;
    const plan = amended((protocol) => (protocol.analysis.level = 0.99), from);
    const proposed = await propose(plan, {}, 'trial-administrator');
    expect(proposed.status).toBe(202);
    expect((await service.get('trial-statistician', `${path}/attrition`)).status).toBe(200);
    const late = await sign('trial-statistician', proposed.body.documentHash);
    expect(late.body.errors).toMatchObject([{ path: 'analysis.level' }]);
    const described = amended((protocol) => (protocol.arms[0].description.why = 'In other words'), from);
    const text = await propose(described, {}, 'trial-administrator');
    expect((await sign('trial-statistician', text.body.documentHash)).status).toBe(200);
    const versions = (await service.get('nobody', `${path}/versions`)).body;
    expect(versions.at(-1)).toMatchObject({ kind: 'amendment', afterUnblinding: true });
  });

  test('an arm that is stopped stands among the versions', async () => {
    const stop = { arm: 'volunteering', reason: 'The volunteers left.' };
    expect((await service.post('trial-administrator', `${path}/stop-arm`, stop)).status).toBe(200);
    const versions = (await service.get('nobody', `${path}/versions`)).body;
    expect(versions.at(-1)).toMatchObject({ kind: 'arm-stopped', weight: 'major', reason: stop.reason });
  });

  test('nothing is amended once the trial is closed', async () => {
    const from = (await service.deps.store.read.trialBySlug(slug))?.document;
    service.setClock('2027-01-15T09:00:00.000Z');
    const closed = await service.post('trial-administrator', `${path}/close`, {});
    expect(closed.status).toBe(200);
    const late = await propose(
      amended((protocol) => (protocol.title = 'Too late'), from),
      { weight: 'minor' },
    );
    expect(late.body.type).toBe(problem('wrong-status'));
  });

  test('the locked analysis runs by the plan in force, and every version’s draw can be verified', async () => {
    const run = await service.post('trial-statistician', `${path}/analysis`, {});
    expect(run.status).toBe(200);
    const plan = await service.get('trial-statistician', `${path}/runs/${run.body.run}/files/plan.json`);
    expect(JSON.parse(plan.body).level).toBe(0.9);
    await service.post('trial-administrator', `${path}/publish-seed`, {});
    const { seed } = (await service.post('auditor', `${path}/publish-seed`, {})).body;
    for (const version of [1, 2]) {
      const text = await service.fetch(new Request(`http://localhost/api/v1${path}/protocol?version=${version}`));
      const units = await service.get('auditor', `${path}/draw/${version}/units`);
      const allocations = await service.get('auditor', `${path}/draw/${version}/allocations`);
      expect(units.body.trimEnd().split('\n')).toHaveLength(2);
      expect(redrawn(await text.text(), units.body, seed, null)).toBe(allocations.body);
    }
  });
});
