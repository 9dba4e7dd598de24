/** Receipts of a real trial on the page of checks, before and after its seed is published; and what the service's log says of it. */
import { afterAll, expect, test } from 'vitest';
import { type As, ceremonyWith, openService, openTrial, protocolText } from '../api/service.ts';
import { householdTrial } from '../api/trials.ts';
import { engines } from '../store/engines.ts';

const [engine] = engines;
if (engine === undefined) throw new Error('there is no engine');
const service = await openService(engine);
afterAll(() => service.close());

const origin = 'https://pledge.example';

test('a draft’s draw is for those who draft, and to others it is no trial', async () => {
  expect((await service.post('trial-administrator', '/trials', protocolText('ceremony-offer'))).status).toBe(201);
  for (const path of ['draw', 'check']) {
    const address = `${origin}/trials/ceremony-offer/${path}`;
    const statusFor = async (as: As | null) => {
      const headers = as === null ? {} : { cookie: `__Host-${await service.cookieOf(as)}` };
      return (await service.fetch(new Request(address, { headers }))).status;
    };
    expect(await statusFor(null)).toBe(404);
    expect(await statusFor('registrar')).toBe(404);
    expect(await statusFor('researcher')).toBe(200);
  }
});

const slug = 'welcome-pack';

async function page(fields: Readonly<Record<string, string>> | null, path = 'check'): Promise<string> {
  const address = `${origin}/trials/${slug}/${path}`;
  const init = fields === null ? {} : { method: 'POST', body: new URLSearchParams(fields), headers: { origin } };
  const response = await service.fetch(new Request(address, init));
  expect(response.status).toBe(200);
  return response.text();
}

test('a receipt from the draw to the published seed', async () => {
  // Given a trial of households in blocks, whose list was closed, drawn and unsealed
  const scheme = { kind: 'blocks', blockSizes: [3, 6] };
  await openTrial(service, slug, householdTrial({ scheme, strata: ['borough'] }));
  const ceremony = await ceremonyWith(service, slug, '2026-03-04', 24);
  await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
  await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
  const kept = (await service.get('nobody', `/trials/${slug}/ledger/head`)).body.head.hash as string;
  const { receipts } = (await service.get('auditor', `/trials/${slug}/receipts`)).body;
  const { receipt, number } = receipts[7];

  // Then anybody finds it genuine, by its text and by its number, while the seed is secret
  const before = await page({ receipt: JSON.stringify(receipt) });
  expect(before).toContain('This receipt is genuine');
  expect(before).toContain('The seed is still secret');
  expect(await page({ receipt: number })).toContain('This receipt number is genuine');

  // And nothing that was changed, or made up
  const other = receipts.find((one: { receipt: { arm: string } }) => one.receipt.arm !== receipt.arm).receipt.arm;
  expect(await page({ receipt: JSON.stringify({ ...receipt, arm: other }) })).toContain('says something else');
  const madeUp = { ...receipt, unitHash: 'a'.repeat(64) };
  expect(await page({ receipt: JSON.stringify(madeUp) })).toContain('never issued it');
  expect(await page({ receipt: JSON.stringify({ ...receipt, trial: 'another' }) })).toContain(
    'names the trial “another”',
  );

  // When the trial is analysed and the seed published
  service.setClock('2026-07-01T09:00:00.000Z');
  await service.post('trial-administrator', `/trials/${slug}/close`, {});
  expect((await service.post('trial-statistician', `/trials/${slug}/analysis`, {})).status).toBe(200);
  await service.post('trial-administrator', `/trials/${slug}/publish-seed`, {});
  expect((await service.post('auditor', `/trials/${slug}/publish-seed`, {})).body.state).toBe('published');

  // Then the seed gives the arm of every receipt
  const headBefore = (await service.get('nobody', `/trials/${slug}/ledger/head`)).body.head;
  for (const one of receipts) {
    expect(await page({ receipt: JSON.stringify(one.receipt) })).toContain('The published seed gives the same arm');
  }
  expect(await page({ hash: kept })).toContain('This hash is in the ledger');
  expect(await page({ hash: 'b'.repeat(64) })).toContain('not in the ledger of this trial');
  expect(await page(null, 'draw')).toContain(`/api/v1/trials/${slug}/draw/1/public`);

  // And asking has written nothing, into the ledger or into the log
  expect((await service.get('nobody', `/trials/${slug}/ledger/head`)).body.head).toEqual(headBefore);
  expect(JSON.stringify(service.log)).not.toContain(receipt.unitHash);
  expect(JSON.stringify(service.log)).not.toContain('a'.repeat(64));
});
