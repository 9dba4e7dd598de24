/** A correction supersedes a release by two people and for a coded reason; the old one stays readable, marked, and what it told still counts. */
import { describe, expect, it } from 'vitest';
import { engines } from '../store/engines.ts';
import { ceremonyWith, openService, openTrial } from './service.ts';

const slug = 'ceremony-offer';
const type = (code: string) => `urn:pledge:problem:${code}`;

describe.each(engines)('releases, on $name', (engine) => {
  it('are corrected by two people, and the old one is marked and kept', async () => {
    const service = await openService(engine);
    await openTrial(service, slug);
    const ceremony = await ceremonyWith(service, slug, '2026-03-09', 12);
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
    // Given progress figures while the trial ran, and a release
    await service.post('gla', `/trials/${slug}/summaries`, {});
    await service.post('gla', `/trials/${slug}/summaries`, {});
    const { read, commit } = { read: service.deps.store.read, commit: service.deps.store.commit };
    const progress = await read.progressFiguresOf(slug);
    expect(progress.map(({ figure }) => figure).toSorted()).toEqual([...progress.slice(1).map(() => 0), 10]);
    service.setClock('2026-08-01T09:00:00.000Z');
    await service.post('trial-administrator', `/trials/${slug}/close`, {});
    await service.post('trial-statistician', `/trials/${slug}/analysis`, {});
    await service.post('auditor', `/trials/${slug}/publish-seed`, {});
    await service.post('trial-administrator', `/trials/${slug}/publish-seed`, {});
    const correct = (as: 'trial-administrator' | 'trial-statistician', supersedes = 1, reason = 'words-wrong') =>
      service.post(as, `/trials/${slug}/release-corrections`, { supersedes, reason });
    expect((await correct('trial-statistician')).body.type).toBe(type('wrong-status'));
    expect((await service.get('nobody', `/trials/${slug}/releases`)).body).toEqual([]);
    await service.post('trial-statistician', `/trials/${slug}/release`, {});
    await service.post('trial-administrator', `/trials/${slug}/release`, {});
    const first = (await service.get('gla', `/trials/${slug}/release`)).body;

    // When two people sign the same reason
    expect((await correct('trial-statistician', 2)).status).toBe(422);
    expect((await correct('trial-statistician')).status).toBe(202);
    expect((await correct('trial-administrator', 1, 'file-damaged')).status).toBe(202);
    expect((await service.get('nobody', `/trials/${slug}/releases`)).body).toHaveLength(1);
    expect((await correct('trial-administrator')).body.state).toBe('released');

    // Then there are two, the newest is given out, and the old one says that it is superseded
    expect((await service.get('nobody', `/trials/${slug}/releases`)).body).toEqual([
      { number: 1, at: '2026-08-01T09:00:00.000Z', reason: null, supersededBy: 2 },
      { number: 2, at: '2026-08-01T09:00:00.000Z', reason: 'words-wrong', supersededBy: null },
    ]);
    const old = (await service.get('gla', `/trials/${slug}/releases/1`)).body;
    expect(old.supersededBy).toBe(2);
    expect(old.files.slice(0, -1)).toEqual(first);
    expect(old.files.at(-1).name).toBe('SUPERSEDED.txt');
    const file = async (place: string) => {
      const headers = { authorization: `Bearer ${service.tokens.gla}` };
      return (await service.fetch(new Request(`http://localhost/api/v1/trials/${slug}/${place}`, { headers }))).text();
    };
    expect(await file('releases/1/files/SUPERSEDED.txt')).toContain('superseded by release 2');
    expect(JSON.parse(await file('releases/1/files/dataset.jsonld'))).not.toHaveProperty('correction');
    expect(JSON.parse(await file('release/files/dataset.jsonld'))).toMatchObject({
      ...{ version: '2', identifier: `${slug}, release 2` },
      correction: 'This is release 2. It replaces release 1, because words in it were wrong or could mislead.',
    });
    expect(await file('release/files/guidance.html')).toContain('It replaces release 1');
    expect(JSON.parse(await file('release/files/datapackage.json')).replaces.version).toBe('1.0.0');
    expect((await service.get('gla', `/trials/${slug}/releases/3`)).body.type).toBe(type('too-early'));
    expect((await correct('trial-statistician')).status).toBe(422);

    const pageOf = async (place: string) => {
      const headers = { cookie: await service.cookieOf('gla') };
      return (await service.fetch(new Request(`http://localhost/trials/${slug}${place}`, { headers }))).text();
    };
    expect(await pageOf('')).toContain('Release 1, 1 August 2026. Superseded by release 2.');
    const newest = await pageOf('/release');
    expect(newest).toContain('This is release 2.');
    expect(newest).not.toContain('Use that one instead');
    const older = await pageOf('/release?number=1');
    expect(older).toContain('Superseded by release 2. Use that one instead.');
    expect(older).toContain(`/trials/${slug}/releases/1/files/SUPERSEDED.txt`);

    // And the proof covers the progress figures as well
    const proof = JSON.parse((await read.artefactBody(slug, 'release-2', 'proof.json'))?.body ?? '');
    expect(Object.keys(proof.shown).some((id) => id.includes('/progress/'))).toBe(true);

    // And the database holds all of it again
    const stamp = { at: '2026-08-02T09:00:00.000Z', actor: 'trial-statistician' };
    const row = { trial: slug, number: 3, documentHash: 'a'.repeat(64), reason: 'words-wrong' as const, ...stamp };
    const refused = async (appends: Parameters<typeof commit>[0]) => {
      const result = await commit(appends);
      return result.ok ? null : result.conflict.what;
    };
    expect(await refused([{ into: 'trialRelease', rows: [row] }])).toBe('same-person');
    expect(await refused([{ into: 'trialRelease', rows: [{ ...row, number: 4 }] }])).toBe('seq-gap');
    const again = (await read.releasesOf(slug)).slice(1);
    expect(await refused([{ into: 'trialRelease', rows: again }])).toContain('trial_release.number');
    expect(await refused([{ into: 'trialRelease', rows: [{ ...row, reason: null }] }])).not.toBeNull();
    const late = { trial: slug, collection: 'pack-1', name: 'more.csv', part: 0, sha256: 'a'.repeat(64), body: 'x' };
    expect(await refused([{ into: 'artefact', rows: [{ ...late, at: stamp.at }] }])).toBe('release-sealed');
    await service.close();
  }, 120_000);
});
