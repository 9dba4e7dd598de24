/**
 * Never blind again, kept by the database itself on both engines: a second account of the same person, after the first way to sign in
 * was taken away, is as little blind as the first. Every case has a trial and people of its own.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Append } from '../../src/store/port.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { engines, type OpenEngine } from './engines.ts';
import { ceremonyOf, enrolled, entryRow, genesis, hash, stamp, statusOf, trialIn } from './rows.ts';

describe.each(engines)('who is blind on $name', ({ open }) => {
  let engine: OpenEngine;
  let store: Store;
  let number = 0;
  beforeAll(async () => {
    engine = await open();
    store = openStore(engine.db);
  });
  afterAll(() => engine.close());

  const accepts = async (...appends: readonly Append[]) => expect(await store.commit(appends)).toEqual({ ok: true });
  const refuses = async (...appends: readonly Append[]) =>
    expect(await store.commit(appends)).toEqual({
      ok: false,
      conflict: { kind: 'trigger', what: 'never-blind-again' },
    });

  const account = async (role: string, borough: string | null = null) => {
    number += 1;
    const row = { id: `${role}-${number}`, name: role, role, borough, isTraining: false, at: stamp.at };
    await accepts({ into: 'account', rows: [row] });
    return row.id;
  };
  const signIn = async (id: string, of: string, email: string) => {
    await engine.db
      .prepare(
        `insert into sign_in_user (id, account, name, email, email_verified, two_factor_enabled, created_at, updated_at)
         values (?, ?, 'Somebody', ?, 1, 0, 0, 0)`,
      )
      .bind(id, of, email)
      .run();
  };
  const atProvider = (user: string, provider: string, subject: string) =>
    engine.db
      .prepare(
        `insert into sign_in_credential (id, user, provider, subject, created_at, updated_at) values (?, ?, ?, ?, 0, 0)`,
      )
      .bind(`c-${user}`, user, provider, subject)
      .run();
  const reads = (trial: string, who: string): Append => ({
    into: 'unblinding',
    rows: [{ trial, account: who, reading: 'read-sample-ratio', at: stamp.at }],
  });
  let entries = 0;
  const acts = (trial: string, actor: string): Append => ({
    into: 'ledgerEntry',
    rows: [{ ...entryRow(trial, 0, genesis), actor, hash: hash(70_000 + entries++) }],
  });
  const trial = async () => {
    number += 1;
    await accepts(...trialIn(`t${number}`, 'open'));
    return `t${number}`;
  };

  test('removed and invited again under the same e-mail address, a person stays unblinded in that trial alone', async () => {
    const [slug, other] = [await trial(), await trial()];
    const [first, second] = [await account('trial-statistician'), await account('researcher')];
    await signIn(`u-${first}`, first, `${first}@borough.example`);
    await accepts(reads(slug, first));
    await engine.db.prepare('delete from sign_in_user where id = ?').bind(`u-${first}`).run();
    await accepts(acts(other, second));
    await signIn(`u-${second}`, second, `${first}@borough.example`);
    expect(await store.read.isUnblinded(slug, second)).toBe(true);
    expect(await store.read.isUnblinded(other, second)).toBe(false);
    await refuses(acts(slug, second));
    await accepts(acts(slug, first));
  });

  test('a sign-in that is moved to another account, with another address, takes its past along', async () => {
    const slug = await trial();
    const [first, second] = [await account('trial-statistician'), await account('researcher')];
    await signIn(`u-${first}`, first, `${first}@borough.example`);
    await accepts(reads(slug, first));
    await engine.db
      .prepare('update sign_in_user set account = ?, email = ? where id = ?')
      .bind(second, `${second}@borough.example`, `u-${first}`)
      .run();
    await refuses(acts(slug, second));
  });

  test('one subject at a borough’s provider is one person, also through a third account', async () => {
    const slug = await trial();
    const [newham, brent] = ['E09000025', 'E09000005'];
    const [first, second] = [await account('electoral-services', newham), await account('registrar', newham)];
    const third = await account('researcher');
    const wasAt = async (who: string, borough: string) => {
      await signIn(`u-${who}`, who, `${who}@borough.example`);
      await atProvider(`u-${who}`, `borough-${borough}`, 'subject-7');
      await engine.db.prepare('delete from sign_in_credential where user = ?').bind(`u-${who}`).run();
      await engine.db.prepare('delete from sign_in_user where id = ?').bind(`u-${who}`).run();
    };
    await wasAt(first, newham);
    await wasAt(second, newham);
    await signIn(`u-${third}`, third, `${second}@borough.example`);
    await accepts(reads(slug, first));
    await refuses(acts(slug, third));
    const [elsewhere, stranger] = [await account('registrar', brent), await account('researcher')];
    await wasAt(elsewhere, brent);
    await signIn(`u-${stranger}`, stranger, `${elsewhere}@borough.example`);
    await accepts(acts(slug, stranger));
  });

  test('until the locked analysis has run', async () => {
    const slug = await trial();
    const researcher = await account('researcher');
    await accepts(statusOf(slug, 1, 'closed'), reads(slug, researcher));
    await refuses(acts(slug, researcher));
    await accepts(statusOf(slug, 2, 'analysed'), acts(slug, researcher));
  });

  test('whoever is unblinded records no follow-up, whatever the role', async () => {
    const slug = await trial();
    const [statistician, partner] = [await account('trial-statistician'), await account('volunteer-partner')];
    await signIn(`u-${statistician}`, statistician, `${statistician}@borough.example`);
    await accepts(...ceremonyOf(slug, `${slug}-c`));
    await accepts(...enrolled(slug, `${slug}-c`, [`${slug}-p`], 40_000 + number));
    const records = (id: string): Append => ({
      into: 'followUp',
      rows: [
        {
          ...{ id: `${slug}-${id}`, trial: slug, attendee: `${slug}-p`, outcome: 'registered', status: 'happened' },
          ...{ happenedOn: '2026-03-01', source: 'partner-verified', at: stamp.at, actor: partner },
        },
      ],
    });
    await accepts(records('before'));
    await accepts(reads(slug, statistician));
    await accepts(records('by-a-stranger'));
    await engine.db.prepare('delete from sign_in_user where id = ?').bind(`u-${statistician}`).run();
    await signIn(`u-${partner}`, partner, `${statistician}@borough.example`);
    await refuses(records('after'));
  });
});
