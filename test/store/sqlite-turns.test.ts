/** Turns on one SQLite file: one at a time for a trial, each trial by itself, and nobody waits for ever. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTurns, type Turns } from '../../src/store/sqlite-turns.ts';

describe('turns between processes', () => {
  let folder = '';
  let open: Turns[] = [];
  const turnsOf = (patience?: number) => {
    const turns = openTurns(join(folder, 'pledge.sqlite'), patience);
    open.push(turns);
    return turns;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pledge-turns-'));
  });
  afterEach(() => {
    for (const turns of open) turns.close();
    open = [];
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives a trial’s turn to one at a time, whoever asks how often', async () => {
    let holders = 0;
    let most = 0;
    const inTurn = async (turns: Turns) => {
      for (let time = 0; time < 20; time++) {
        const end = await turns.take('one');
        holders += 1;
        most = Math.max(most, holders);
        await new Promise((resolve) => setImmediate(resolve));
        holders -= 1;
        end();
      }
    };
    await Promise.all([turnsOf(), turnsOf(), turnsOf()].map(inTurn));
    expect(most).toBe(1);
  });

  it('does not make one trial wait for another', async () => {
    const [first, second] = [turnsOf(), turnsOf()];
    const endOne = await first.take('one');
    const endOther = await second.take('another');
    endOther();
    endOne();
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('lets an act go on without its turn when none comes in time, and leaves the other its own', async () => {
    const [first, second, third] = [turnsOf(), turnsOf(0), turnsOf(0)];
    const end = await first.take('one');
    (await second.take('one'))();
    (await third.take('one'))();
    end();
    const endSecond = await second.take('one');
    endSecond();
  });

  it('makes no more than sixteen files, all beside the database, whatever a trial is called', async () => {
    const turns = turnsOf();
    const names = [
      '../outside',
      '/etc/trial',
      'a'.repeat(10_000),
      '',
      ...Array.from({ length: 60 }, (_, i) => `trial-${i}`),
    ];
    const ends = await Promise.all(names.map((name) => turns.take(name)));
    for (const end of ends) end();
    const files = readdirSync(folder);
    expect(files.length).toBeLessThanOrEqual(16);
    for (const file of files) expect(file).toMatch(/^pledge\.sqlite-turn-[0-9a-f]$/);
    expect(readdirSync(join(folder, '..')).filter((name) => name === 'outside')).toEqual([]);
    (await turnsOf(0).take('trial-1'))();
  });

  it('frees the turn of one who is gone', async () => {
    const [first, second] = [openTurns(join(folder, 'pledge.sqlite')), turnsOf()];
    await first.take('one');
    first.close();
    (await second.take('one'))();
  });
});
