/** What the database refuses by itself of follow-up codes, answers of attendees and tries at codes, on both engines. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append, NewRow } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import { ceremonyOf, enrolled, hash, stamp, statusOf, trialIn } from './rows.ts';

describe.each(engines)('guards of codes on $name', ({ open }) => {
  let engine: OpenEngine;
  let store: Store;
  let number = 0;
  beforeAll(async () => {
    engine = await open();
    store = openStore(engine.db);
  });
  afterAll(() => engine.close());

  type Appends = readonly (Append | readonly Append[])[];
  const accepts = async (...appends: Appends) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: true });
  };
  const refuses = async (kind: string, what: string, ...appends: Appends) => {
    expect(await store.commit(appends.flat())).toEqual({ ok: false, conflict: { kind, what } });
  };
  /** An open trial with two people of its own. */
  const people = async () => {
    number += 10;
    const [trial, ceremony] = [`t${number}`, `c${number}`];
    const ids = [`${trial}-a`, `${trial}-b`] as const;
    await accepts(trialIn(trial, 'open'), ceremonyOf(trial, ceremony), enrolled(trial, ceremony, ids, 1000 + number));
    return { trial, one: ids[0], other: ids[1] };
  };
  const code = (trial: string, attendee: string, version: number, change: Partial<NewRow<'followUpCode'>> = {}) => {
    const [codeHash, linkHash] = [hash(50_000 + number + version), hash(60_000 + number + version)];
    const row = { attendee, version, trial, codeHash, linkHash, expiresOn: '2026-11-01', ...stamp, ...change };
    return { into: 'followUpCode', rows: [row] } as const;
  };

  test('a code has fixed-length hashes, goes up by one, and is nobody else’s', async () => {
    const { trial, one, other } = await people();
    await refuses('trigger', 'seq-gap', code(trial, one, 2));
    await refuses('check', 'follow_up_code_code_hash_is_a_hash', code(trial, one, 1, { codeHash: 'Ada Lovelace' }));
    await refuses('check', 'follow_up_code_link_hash_is_a_hash', code(trial, one, 1, { linkHash: 'F'.repeat(64) }));
    await refuses('check', 'follow_up_code_expires_on_is_a_date', code(trial, one, 1, { expiresOn: '2026-02-30' }));
    await accepts(code(trial, one, 1), code(trial, one, 2));
    const again = { codeHash: hash(52_000 + number), linkHash: hash(62_000 + number) };
    await refuses('unique', 'follow_up_code.attendee, follow_up_code.version', code(trial, one, 2, again));
    const same = { codeHash: hash(50_000 + number + 1), linkHash: hash(61_000 + number) };
    await refuses('unique', 'follow_up_code.code_hash', code(trial, other, 1, same));
    const sameLink = { codeHash: hash(51_000 + number), linkHash: hash(60_000 + number + 1) };
    await refuses('unique', 'follow_up_code.link_hash', code(trial, other, 1, sameLink));
    const [newest] = await store.read.codesOf([one]);
    expect(newest?.version).toBe(2);
    expect(await store.read.codeByHash('link', hash(60_000 + number + 1))).toBeUndefined();
    expect((await store.read.codeByHash('code', hash(50_000 + number + 2)))?.attendee).toBe(one);
  });

  test('a code is of this trial, while it runs, of somebody who has not left', async () => {
    const { trial, one, other } = await people();
    const elsewhere = await people();
    await refuses('trigger', 'trial-mismatch', code(trial, elsewhere.one, 1));
    await accepts({
      into: 'withdrawal',
      rows: [{ attendee: one, trial, reason: 'objected', decision: 'count-only', ...stamp }],
    });
    await refuses('trigger', 'already-withdrawn', code(trial, one, 1));
    await accepts(statusOf(trial, 1, 'closed'));
    await refuses('trigger', 'wrong-status', code(trial, other, 1));
  });

  test.each(['follow_up_code', 'survey_answer', 'contact_stop'])('%s is append-only', async (table) => {
    const { trial, one } = await people();
    await accepts(code(trial, one, 1), answer(trial, one, 0, 1), {
      into: 'contactStop',
      rows: [{ attendee: one, trial, ...stamp }],
    });
    for (const sql of [`update ${table} set at = at`, `delete from ${table}`]) {
      await expect(engine.db.prepare(`${sql} where attendee = '${one}'`).run()).rejects.toThrow(/append-only/);
    }
    const columns = (await engine.db.prepare(`select * from ${table} where attendee = '${one}'`).first()) ?? {};
    const values = Object.values(columns).map((value) => (typeof value === 'number' ? value : `'${value}'`));
    const replace = `insert or replace into ${table} values (${values.join(', ')})`;
    await expect(engine.db.prepare(replace).run()).rejects.toThrow(/UNIQUE constraint failed/);
  });

  const answer = (trial: string, attendee: string, seq: number, question: number, value = 1): Append => ({
    into: 'surveyAnswer',
    rows: [{ attendee, seq, question, trial, wording: 1, answer: value, ...stamp }],
  });

  test('an answer is a number to one of five questions', async () => {
    const { trial, one } = await people();
    await refuses('check', 'survey_answer_question_is_1_to_5', answer(trial, one, 0, 6));
    await refuses('check', 'survey_answer_answer_is_0_to_9', answer(trial, one, 0, 1, 10));
    await refuses('trigger', 'seq-gap', answer(trial, one, 1, 1));
    await accepts(answer(trial, one, 0, 1), answer(trial, one, 0, 5, 0), answer(trial, one, 1, 1, 2));
    expect(await store.read.responsesOf(one)).toBe(2);
    const words = `insert into survey_answer values ('${one}', 0, 2, '${trial}', 1, 'Mr Osei fell ill', '${stamp.at}', 'a1')`;
    await expect(engine.db.prepare(words).run()).rejects.toThrow(/cannot store TEXT value in INTEGER column/);
  });

  test('nobody who is unknown is kept from letters', async () => {
    const { trial } = await people();
    await refuses('trigger', 'trial-mismatch', {
      into: 'contactStop',
      rows: [{ attendee: 'nobody', trial, ...stamp }],
    });
  });

  test('tries stop after twenty in a quarter of an hour from one place, and are forgotten after an hour', async () => {
    const place = hash(70_000 + number);
    const start = 1_000_000_000_000;
    const tries = (count: number, at: number, addressHash = place): Append => ({
      into: 'codeTry',
      rows: Array.from({ length: count }, () => ({ addressHash, at })),
    });
    await accepts(tries(20, start));
    await refuses('trigger', 'too-many-tries', tries(1, start + 60_000));
    await accepts(tries(1, start + 60_000, hash(71_000)));
    await accepts(tries(1, start + 900_000));
    await accepts(tries(1, start + 3_700_000));
    expect(await store.read.triesSince(place, 0)).toBe(2);
    await refuses('check', 'code_try_address_hash_is_a_hash', tries(1, start + 3_700_000, '192.0.2.7'));
  });

  test('tries stop after two thousand in an hour from everywhere', async () => {
    const later = 2_000_000_000_000;
    const spread = (count: number, at: number): Append => ({
      into: 'codeTry',
      rows: Array.from({ length: count }, (_, index) => ({ addressHash: hash(100_000 + index), at })),
    });
    await accepts(spread(2_000, later));
    await refuses('trigger', 'too-many-tries', spread(1, later + 1));
    await accepts(spread(1, later + 3_600_000));
  });
});
