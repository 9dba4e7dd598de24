/** Reminders at the service: whom a borough may remind and when, each once, and what whoever is blinded learns of their delivery. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signerOfBytes } from '../../src/borough/follow-up-codes.ts';
import { chooseMessages } from '../../src/borough/reminders/choose-messages.ts';
import { linkedMessages, mergeFiles } from '../../src/borough/reminders/mail-merge.ts';
import { reminderText, reminderWordingOf } from '../../src/trial/reminder-wording.ts';
import { type Engine, engines } from '../store/engines.ts';
import { openReminded, own, permit, trial } from './reminder-world.ts';
import { ceremonyWith, cohort, hashOf, openService, type Service } from './service.ts';
import { repeatableBytes } from './what-is-seen.ts';

const referenceOf = (index: number) => hashOf(`ceremony-offer-2026-03-05-14:00-${index}`);
const asked = async (service: Service) => (await service.get('registrar', `${own}/reminders`)).body;
const hashesOf = (messages: readonly { readonly people: readonly { readonly reference_hash: string }[] }[]) =>
  messages.map(({ people }) => people.map(({ reference_hash }) => reference_hash).toSorted()).toSorted();
const household = (...indices: readonly number[]) => indices.map(referenceOf).toSorted();
const mail = (reminder: number, ...indices: readonly number[]) => ({
  ...{ reminder, channel: 'e-mail', reference_hashes: indices.map(referenceOf) },
});

describe.each(engines)('reminders on $name', { timeout: 120_000 }, (engine: Engine) => {
  let service: Service;
  let ceremony: string;
  const idOf = async (index: number) =>
    (await service.deps.store.read.attendeesByReference('ceremony-offer', [referenceOf(index)]))[0]?.id ?? '';
  const make = (...messages: readonly ReturnType<typeof mail>[]) =>
    service.post('registrar', `${own}/reminders`, { messages });

  beforeAll(async () => {
    service = await openService(engine);
    ceremony = await openReminded(service);
  });
  afterAll(() => service.close());

  it('lists nobody where the borough has recorded no lawful basis, or no channel of a reminder', async () => {
    service.setClock('2026-03-19T09:00:00.000Z');
    expect(await asked(service)).toMatchObject({ due: [], nobody: expect.stringContaining('lawful basis') });
    expect(await make(mail(1, 0))).toMatchObject({ status: 409, body: { type: 'urn:pledge:problem:no-agreement' } });
    await permit(service, 'post', 'telephone');
    expect(await asked(service)).toMatchObject({ due: [], nobody: expect.stringContaining('neither e-mail nor text') });
    await permit(service, 'e-mail');
  });

  it('lists people from their day in London on, one message for a household, without an arm', async () => {
    service.setClock('2026-03-18T23:59:00.000Z');
    const before = await asked(service);
    expect(before.due).toEqual([]);
    expect(before.coming).toEqual([{ on: '2026-03-19', reminder: 1, messages: 3 }]);
    service.setClock('2026-03-19T00:00:00.000Z');
    const { due, nobody, channels, silent } = await asked(service);
    expect({ nobody, channels, silent }).toEqual({ nobody: null, channels: ['e-mail'], silent: [] });
    expect(hashesOf(due)).toEqual([household(0, 1), household(2, 3), household(4, 5)].toSorted());
    expect(due[0]).toMatchObject({
      reminder: 1,
      until: '2026-04-01',
      people: [{ ceremony, version: 0, link_hash: null }, {}],
    });
    expect(JSON.stringify(due)).not.toMatch(/standard|behavioural|volunteering|arm/);
    expect((await service.get('other-registrar', `${own}/reminders`)).status).toBe(404);
  });

  it('takes each message once, of one household, by a permitted channel', async () => {
    const refused = async (...messages: readonly ReturnType<typeof mail>[]) => {
      const { status, body } = await make(...messages);
      expect(status).toBe(422);
      return body.errors.map(({ path }: { path: string }) => path);
    };
    expect(await refused({ ...mail(1, 0), channel: 'text-message' })).toEqual(['messages[0].channel']);
    expect(await refused(mail(2, 0))).toEqual(['messages[0].reference_hashes']);
    expect(await refused(mail(1, 0, 2))).toEqual(['messages[0].reference_hashes']);
    expect(await refused(mail(1, 0), mail(1, 1))).toEqual(['messages[1].reference_hashes']);
    expect(await refused(mail(1, 9))).toEqual(['messages[0].reference_hashes']);
    const atOnce = await Promise.all([make(mail(1, 0, 1)), make(mail(1, 0, 1))]);
    expect(atOnce.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    expect(await refused(mail(1, 1))).toEqual(['messages[0].reference_hashes']);
    const { due, made, counts } = await asked(service);
    expect(hashesOf(due)).toEqual([household(2, 3), household(4, 5)].toSorted());
    expect(hashesOf(made)).toEqual([household(0, 1)]);
    expect(counts[0]).toMatchObject({ reminder: 1, made: 1, waiting: 1, delivered: 0 });
  });

  it('lists nobody who left, asked for nothing more, or answered, and tells whose address is silent', async () => {
    const input = { trial_id: await idOf(2), reason: 'objected', decision: 'keep-outcomes' };
    expect((await service.post('registrar', `${trial}/withdrawals`, input)).status).toBe(201);
    const rows = [{ trial_id: await idOf(4), status: 'not-happened' }];
    const said = { outcome: 'registered', source: 'self-reported', rows };
    expect((await service.post('registrar', `${trial}/follow-ups`, said)).status).toBe(201);
    const stop = { trial_id: await idOf(5) };
    expect((await service.post('other-registrar', `${trial}/contact-stops`, stop)).status).toBe(422);
    for (const _ of [1, 2]) expect((await service.post('registrar', `${trial}/contact-stops`, stop)).status).toBe(201);
    const { due, silent } = await asked(service);
    expect(hashesOf(due)).toEqual([household(3)]);
    expect(silent.toSorted()).toEqual(household(2, 5));
  });

  it('keeps what became of a message, the newest standing, by code alone', async () => {
    const record = (rows: readonly object[]) => service.post('registrar', `${own}/reminder-deliveries`, { rows });
    const row = { reference_hash: referenceOf(0), reminder: 1, status: 'temporary-failure' };
    expect((await record([{ ...row, status: 'Mr Osei was out' }])).status).toBe(422);
    expect((await record([{ ...row, email: 'ada@example.org' }])).status).toBe(422);
    expect((await record([row, row])).body.errors[0].path).toBe('rows[1].reference_hash');
    expect((await record([{ ...row, reminder: 2 }])).status).toBe(422);
    expect((await record([{ ...row, reference_hash: referenceOf(1) }])).status).toBe(422);
    expect((await record([row])).body).toEqual({ recorded: 1, known: 0, left: 0 });
    expect((await record([row])).body).toEqual({ recorded: 0, known: 1, left: 0 });
    expect((await record([{ ...row, status: 'delivered' }])).body).toEqual({ recorded: 1, known: 0, left: 0 });
    const { made, counts } = await asked(service);
    expect(made).toEqual([]);
    expect(counts[0]).toMatchObject({ made: 1, waiting: 0, delivered: 1, 'temporary-failure': 0 });
  });

  it('goes on to the next reminder, and ends with the longest outcome window', async () => {
    service.setClock('2026-04-02T09:00:00.000Z');
    expect((await asked(service)).due.map(({ reminder }: { reminder: number }) => reminder)).toEqual([2, 2]);
    service.setClock('2026-06-03T22:59:00.000Z');
    expect((await asked(service)).due).toHaveLength(2);
    service.setClock('2026-06-03T23:00:00.000Z');
    expect((await asked(service)).due).toEqual([]);
    service.setClock('2026-04-02T09:00:00.000Z');
  });

  it('counts days from the ceremony as randomised, whoever moved since, and leaves a cancelled one out', async () => {
    service.setClock('2026-04-03T09:00:00.000Z');
    const other = await ceremonyWith(service, 'ceremony-offer', '2026-04-20', 2);
    await service.post('registrar', `${trial}/close-lists`, { ceremonies: [other] });
    service.setClock('2026-04-14T09:00:00.000Z');
    const moved = { heldOn: '2026-04-27', startsAt: '10:00', venue: 'annexe', reason: 'venue-unavailable' };
    const answer = await service.post('registrar', `/ceremonies/${other}/move`, moved);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([200, expect.anything()]);
    const gone = await ceremonyWith(service, 'ceremony-offer', '2026-04-21', 2);
    await service.post('registrar', `${trial}/close-lists`, { ceremonies: [gone] });
    const cancelled = await service.post('registrar', `/ceremonies/${gone}/cancel`, { reason: 'venue-unavailable' });
    expect(cancelled.status).toBe(200);
    const late = { kind: 'late-joiner', attendees: cohort('late', 1) };
    expect((await service.post('registrar', `/ceremonies/${other}/late-joiners`, late)).status).toBe(201);
    service.setClock('2026-05-05T09:00:00.000Z');
    const { due } = await asked(service);
    const at = (place: string) =>
      due.filter(({ people: [one] }: { people: { ceremony: string }[] }) => one?.ceremony === place);
    expect(at(other)).toMatchObject([{ reminder: 1, until: '2026-05-17', people: [{}, {}] }]);
    expect(at(gone)).toEqual([]);
    expect(hashesOf(due).flat()).not.toContain(cohort('late', 1)[0]?.reference_hash);
  });

  it('is told to the person who asks what is held about them', async () => {
    const path = `${trial}/subject-access`;
    const question = await service.post('borough-lead', path, { reference_hash: referenceOf(1) });
    const told = await service.get('borough-lead', `${path}/${question.body.id}`);
    const lines = told.body.lines.filter(({ about }: { about: string }) => about === 'Reminder');
    expect(lines.map(({ what }: { what: string }) => what)).toEqual([
      'Reminder 1 was made, by e-mail, addressed to another person of the household.',
      'Reminder 1: temporary failure.',
      'Reminder 1: delivered.',
    ]);
  });
});

describe('the alarm when delivery differs by arm', () => {
  it('is one bit to whoever is blinded, figures by arm to the statistician alone, and nothing to registrars', async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    const service = await openService(sqlite);
    await openReminded(service, false);
    await permit(service, 'e-mail', 'text-message');
    const sizes = ['10:00', '11:00', '12:00', '15:00', '16:00', '17:00'].map((startsAt) => ({ startsAt, size: 10 }));
    const ceremonies: string[] = [];
    for (const { startsAt, size } of sizes) {
      ceremonies.push(await ceremonyWith(service, 'ceremony-offer', '2026-03-12', size, startsAt));
    }
    await service.post('registrar', `${trial}/close-lists`, { ceremonies });
    service.setClock('2026-03-26T09:00:00.000Z');
    const arms = new Map<string, string>();
    for (const { attendee, arm } of await service.deps.store.read.membersOfTrial('ceremony-offer')) {
      arms.set(attendee.referenceHash, arm ?? '');
    }
    const present = new Set(arms.values());
    expect(present.size).toBeGreaterThan(1);
    const [unlucky = ''] = present;
    const people = sizes.flatMap(({ startsAt, size }) => cohort(`ceremony-offer-2026-03-12-${startsAt}`, size));
    const hashes = people.map(({ reference_hash }) => reference_hash);
    const messages = hashes.map((hash) => ({ reminder: 1, channel: 'e-mail', reference_hashes: [hash] }));
    expect((await service.post('registrar', `${own}/reminders`, { messages })).status).toBe(201);
    const alarm = (as: 'researcher' | 'registrar' | 'trial-administrator') =>
      service.get(as, `${trial}/reminders/alarm`);
    const report = (some: readonly string[], statusOf: (hash: string) => string) =>
      service.post('registrar', `${own}/reminder-deliveries`, {
        rows: some.map((hash) => ({ reference_hash: hash, reminder: 1, status: statusOf(hash) })),
      });
    expect((await report(hashes.slice(0, 15), () => 'delivered')).status).toBe(201);
    expect((await alarm('researcher')).body).toEqual({ slug: 'ceremony-offer', reported: 15, alarm: 'too-few' });
    await report(hashes.slice(15), () => 'delivered');
    expect((await alarm('researcher')).body).toMatchObject({ reported: 60, alarm: 'none' });
    await report(hashes, (hash) => (arms.get(hash) === unlucky ? 'permanent-failure' : 'delivered'));
    expect((await alarm('researcher')).body).toEqual({ slug: 'ceremony-offer', reported: 60, alarm: 'differs-by-arm' });
    expect((await alarm('trial-administrator')).status).toBe(200);
    const warningsTo = async (as: 'researcher' | 'registrar') =>
      (await service.get(as, `${trial}/conduct`)).body.warnings.join();
    expect(await warningsTo('researcher')).toContain('The delivery of reminders differs by arm');
    expect(await warningsTo('registrar')).not.toContain('reminders');
    expect((await alarm('registrar')).status).toBe(403);
    for (const as of ['registrar', 'researcher', 'trial-administrator', 'auditor'] as const) {
      expect((await service.get(as, `${trial}/reminders/delivery`)).status).toBe(403);
    }
    expect(await service.deps.store.read.isUnblinded('ceremony-offer', 'trial-statistician')).toBe(false);
    const byArm = (await service.get('trial-statistician', `${trial}/reminders/delivery`)).body;
    expect(byArm).toMatchObject({
      alarm: 'differs-by-arm',
      test: expect.stringMatching(/^(chi-squared|fisher-exact)$/),
    });
    expect(byArm.p).toBeLessThan(1e-8);
    const failed = hashes.filter((hash) => arms.get(hash) === unlucky).length;
    expect(byArm.arms.find(({ arm }: { arm: string }) => arm === unlucky)).toEqual({
      ...{ arm: unlucky, delivered: 0, notDelivered: failed },
    });
    expect(await service.deps.store.read.isUnblinded('ceremony-offer', 'trial-statistician')).toBe(true);
    await service.close();
  });
});

describe('reminders of every arm', { timeout: 120_000 }, () => {
  it('are the same, byte for byte: whom to remind, the files for Notify, and the words that are read', async () => {
    const [sqlite] = engines;
    if (sqlite === undefined) throw new Error('no engine');
    const wording = reminderWordingOf(1);
    if (wording === undefined) throw new Error('there is a first wording');
    const sign = signerOfBytes(new Uint8Array(32).fill(9));
    const seen = new Map<string, string>();
    for (let seedByte = 1; seedByte <= 40 && seen.size < 3; seedByte++) {
      const service = await openService(sqlite, { seedByte, random: repeatableBytes() });
      const ceremony = await openReminded(service);
      await permit(service, 'e-mail', 'text-message');
      service.setClock('2026-03-05T08:00:00.000Z');
      const unsealed = await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
      expect(unsealed.status).toBe(200);
      const [{ arm }] = (await service.get('registrar', `/ceremonies/${ceremony}/arms`)).body.arms;
      service.setClock('2026-03-19T09:00:00.000Z');
      const page = await service.fetch(
        new Request(`http://localhost${trial}/reminders/due.json`, {
          headers: { cookie: await service.cookieOf('registrar') },
        }),
      );
      const listed = await page.text();
      const contacts = new Map(
        Array.from({ length: 6 }, (_, index) => {
          const email = index % 2 === 0 ? `person-${index}@example.org` : null;
          return [
            referenceOf(index),
            { name: `Person ${index}`, email, phone: `0770090000${index}`, hasAgreed: null },
          ] as const;
        }),
      );
      const { due, channels, silent } = JSON.parse(listed);
      const chosen = chooseMessages(due, contacts, { channels, silent, needsConsent: false }).messages;
      const place = { borough: 'Newham', site: 'https://pledge.example' };
      const files = mergeFiles(await linkedMessages(sign, 'ceremony-offer', chosen), place);
      const texts = chosen.map(({ channel, people }) =>
        reminderText(wording, channel, { name: people[0]?.name ?? '', borough: 'Newham', page: 'its page' }),
      );
      seen.set(arm, JSON.stringify([page.status, listed, files, texts]));
      await service.close();
    }
    expect([...seen.keys()].toSorted()).toEqual(['behavioural', 'standard', 'volunteering']);
    expect(new Set(seen.values()).size).toBe(1);
    expect([...seen.values()][0]).toContain('person-0@example.org');
  });
});
