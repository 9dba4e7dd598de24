/** The run sheet: nothing of it before the arms are unsealed, then each household's arm as it was drawn, for the own borough alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunSheet } from '../../src/actions/read-run-sheet.ts';
import { engines } from '../store/engines.ts';
import { brent, ceremonyWith, cohort, newham, openService, openTrial, type Service } from './service.ts';
import { householdTrial } from './trials.ts';

const account = (borough: string) =>
  ({ id: 'registrar', name: 'r', role: 'registrar', borough, organisation: null, isTraining: false }) as const;

describe.each(engines)('the run sheet, on $name', (engine) => {
  let service: Service;
  let ceremony = '';
  const sheet = (borough = newham) => readRunSheet(service.deps, account(borough), ceremony);

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, 'welcome-pack', householdTrial({}));
    ceremony = await ceremonyWith(service, 'welcome-pack', '2026-03-05', 8);
    await service.post('registrar', '/trials/welcome-pack/close-lists', { ceremonies: [ceremony] });
  });
  afterAll(() => service.close());

  it('is refused while the arms are sealed, and to another borough as if there were no ceremony', async () => {
    await expect(sheet()).rejects.toMatchObject({ code: 'still-sealed' });
    await expect(sheet(brent)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells each household its arm, as drawn, with late joiners and who left', async () => {
    service.setClock('2026-03-05T08:00:00.000Z');
    expect((await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {})).status).toBe(200);
    const before = await sheet();
    const drawn = await service.deps.store.read.allocationsOfUnits(
      'welcome-pack',
      before.people.map(({ household }) => household),
    );
    const armOf = new Map(drawn.map(({ unit, arm }) => [unit, arm]));
    expect(before.people).toHaveLength(8);
    expect(before.people.map(({ arm }) => arm)).toEqual(before.people.map(({ household }) => armOf.get(household)));
    expect(drawn.length).toBeGreaterThan(1);

    const [leaving] = before.people;
    const withdrawn = { trial_id: leaving?.id ?? '', reason: 'no-reason-given', decision: 'count-only' };
    const left = await service.post('registrar', '/trials/welcome-pack/withdrawals', withdrawn);
    expect([left.status, left.body.detail]).toEqual([201, undefined]);
    const joined = await service.post('registrar', `/ceremonies/${ceremony}/late-joiners`, {
      kind: 'walk-in',
      attendees: cohort('late', 1),
    });
    expect(joined.status).toBe(201);
    const after = await sheet();
    expect(after.people.filter(({ hasLeft }) => hasLeft).map(({ id }) => id)).toEqual([leaving?.id]);
    expect(after.people.filter(({ joinedLate }) => joinedLate === 'walk-in').map(({ arm }) => arm)).toEqual([null]);
  });
});
