/** A volunteer partner records by the codes on cards: singly and by file, all or none, blind to people and arms, and never by guessing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followUpCodes, signerOfBytes } from '../../src/borough/follow-up-codes.ts';
import { codeHash, codeOf, linkHash, shownCode } from '../../src/trial/follow-up-code.ts';
import { engines } from '../store/engines.ts';
import { ceremonyWith, cohort, openService, openTrial, type Service } from './service.ts';

const slug = 'ceremony-offer';
const sign = signerOfBytes(new Uint8Array(32).fill(9));

describe.each(engines)('records by code, on $name', (engine) => {
  let service: Service;
  let codes: readonly string[] = [];

  beforeAll(async () => {
    service = await openService(engine);
    await openTrial(service, slug);
    const ceremony = await ceremonyWith(service, slug, '2026-03-05', 6);
    await service.post('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
    service.setClock('2026-03-05T08:00:00.000Z');
    await service.post('registrar', `/ceremonies/${ceremony}/unseal`, {});
    const made = await Promise.all(
      cohort(`${slug}-2026-03-05-14:00`, 6).map(async ({ reference_hash }) => ({
        reference_hash,
        ...(await followUpCodes(sign, { trial: slug, referenceHash: reference_hash, version: 1 })),
      })),
    );
    codes = made.map(({ code }) => code);
    const registered = made.map(({ reference_hash, code, token }) => ({
      ...{ reference_hash, version: 1, code_hash: codeHash(code), link_hash: linkHash(token) },
    }));
    await service.post('registrar', `/ceremonies/${ceremony}/codes`, { codes: registered });
    service.setClock('2026-04-01T09:00:00.000Z');
  });
  afterAll(() => service.close());

  const record = (rows: readonly unknown[]) => service.post('volunteer-partner', '/follow-ups-by-code', { rows });
  const row = (code: string | undefined, step: string, date = '2026-03-20') => ({ code: code ?? '', step, date });
  const known = async () => (await service.get('researcher', `/trials/${slug}/monitoring`)).body.trial.outcomes;
  const recorded = async (): Promise<number> =>
    (await service.db.prepare('select count(*) as rows from follow_up').first<number>('rows')) ?? 0;

  async function page(path: string, form?: FormData | Readonly<Record<string, string>>) {
    const headers = { cookie: await service.cookieOf('volunteer-partner'), origin: 'http://localhost' };
    const body =
      form === undefined ? {} : { method: 'POST', body: form instanceof FormData ? form : new URLSearchParams(form) };
    const reply = await service.fetch(new Request(`http://localhost${path}`, { headers, ...body }));
    return { status: reply.status, to: reply.headers.get('location'), text: await reply.text() };
  }
  const formOf = (fields: Readonly<Record<string, string | File>>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return form;
  };
  const unescaped = (text: string) => text.replaceAll('&quot;', '"');
  const rowsIn = (text: string) => /name="rows" value="([^"]*)"/.exec(text)?.[1] ?? '';

  it('keeps each step of one person; the first session alone is the outcome', async () => {
    const all = ['interest', 'sign-up', 'training', 'first-session'].map((step) => row(codes[0], step));
    expect((await record(all)).body).toEqual({ recorded: 4 });
    expect((await record([row(codes[1], 'interest')])).body).toEqual({ recorded: 1 });
    const volunteered = (await known()).find(({ outcome }: { outcome: string }) => outcome === 'volunteered');
    expect(volunteered.happened).toBe(1);
    const { results } = await service.db.prepare('select distinct source, actor from follow_up').all();
    expect(results).toEqual([{ source: 'partner-verified', actor: 'volunteer-partner' }]);
  });

  it('reads O for 0, I and L for 1, small letters and hyphens', async () => {
    const typed = shownCode(codes[2] ?? '')
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll('1', 'l');
    expect((await record([row(` ${typed} `, 'interest')])).status).toBe(201);
  });

  it('refuses a slip, a code that is not in use, a repeat and a day to come, each by its row, and keeps nothing', async () => {
    const before = await recorded();
    const stranger = codeOf([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const slip = `${codes[3]?.slice(0, 9)}${codes[3]?.endsWith('0') ? '1' : '0'}`;
    const refused = await record([row(codes[3], 'interest'), row(slip, 'interest'), row(stranger, 'interest')]);
    expect(refused.body.errors.map(({ path, message }: Record<string, string>) => `${path} ${message}`)).toEqual([
      'rows[1].code this is no code: check each letter and number on the card',
      'rows[2].code no card with this code is in use',
    ]);
    expect(JSON.stringify(refused.body)).not.toContain(stranger);
    expect((await record([row(codes[3], 'interest'), row(codes[3], 'interest')])).body.errors[0].message).toBe(
      'the same as row 1',
    );
    expect((await record([row(codes[3], 'interest', '2026-04-02')])).status).toBe(422);
    expect(await recorded()).toBe(before);
  });

  it('singly on the page: what is missing, then the answers to check, then it is kept once', async () => {
    expect((await page('/follow-ups', formOf({ code: '' }))).text).toMatch(
      /Enter the code on the card[\s\S]*Select what happened[\s\S]*Enter the day/,
    );
    const fields = {
      code: shownCode(codes[4] ?? ''),
      step: 'training',
      'date-day': '20',
      'date-month': '3',
      'date-year': '2026',
    };
    const check = await page('/follow-ups', formOf(fields));
    expect(check.text).toContain('Came to training or an introduction, Friday 20 March 2026');
    const before = await recorded();
    const key = /name="key" value="([^"]*)"/.exec(check.text)?.[1] ?? '';
    const rows = unescaped(rowsIn(check.text));
    for (let time = 0; time < 2; time += 1)
      expect((await page('/follow-ups/send', { key, rows })).to).toBe('/follow-ups?recorded=1');
    expect(await recorded()).toBe(before + 1);
    const wrong = JSON.stringify({ rows: [row('7K3M9-QXB2T', 'training')] });
    const refused = await page('/follow-ups/send', { key: crypto.randomUUID(), rows: wrong });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('value="7K3M9-QXB2T"');
  });

  it('by file: every row that is wrong by its number and no code repeated, then counted by step', async () => {
    const file = (text: string) => formOf({ file: new File([text], 'codes.csv'), read: 'file' });
    expect((await page('/follow-ups', file('code,date\nx,2026-03-01\n'))).text).toContain('step');
    const bad = await page('/follow-ups', file('code,step,date\nAAAAA,walked,2026-03-01\nBBBBB,interest,1 March\n'));
    expect(bad.text).toContain('Row 1: step must be one of interest, sign-up, training, first-session');
    expect(bad.text).toContain('Row 2: date must be like 2026-03-31');
    expect(bad.text).not.toMatch(/AAAAA|BBBBB/);
    const lines = codes.flatMap((code) => [`${shownCode(code)};sign-up`, `${code};first-session`]);
    const check = await page(
      '/follow-ups',
      file(`code,step,date\n${lines.map((line) => `${line.replace(';', ',')},2026-03-21`).join('\n')}\n`),
    );
    expect(check.text).toContain('Record these 12');
    const key = crypto.randomUUID();
    expect((await page('/follow-ups/send', { key, rows: unescaped(rowsIn(check.text)) })).to).toBe(
      '/follow-ups?recorded=12',
    );
    const volunteered = (await known()).find(({ outcome }: { outcome: string }) => outcome === 'volunteered');
    expect(volunteered.happened).toBe(6);
  });

  it('shows no person and no arm, and lets nobody guess', async () => {
    const { text } = await page('/follow-ups');
    expect(text).not.toMatch(/volunteering|behavioural|standard arm/);
    let last = 0;
    for (let guess = 0; guess < 25; guess += 1) {
      last = (await record([row(codeOf([guess, 1, 1, 1, 1, 1, 1, 1, 1]), 'interest')])).status;
    }
    expect(last).toBe(429);
    expect((await service.post('registrar', '/follow-ups-by-code', { rows: [row(codes[0], 'interest')] })).status).toBe(
      403,
    );
  });
});
