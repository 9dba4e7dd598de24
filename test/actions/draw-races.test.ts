/**
 * The schemes that look at the arms so far, when another process draws in between. Being serial is not luck: the list that lost
 * decides again on the newest tally, so that both orders of closing give exactly the draw of one process alone.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { closeLists } from '../../src/actions/close-lists.ts';
import type { Deps } from '../../src/actions/deps.ts';
import { recordBeacon } from '../../src/actions/record-beacon.ts';
import { Refusal } from '../../src/trial/refusal.ts';
import { redrawn } from '../api/redrawn.ts';
import { ceremonyTrial, householdTrial } from '../api/trials.ts';
import { engines } from '../store/engines.ts';
import { as, bookedCeremony, openedTrial, twoProcesses } from './two-processes.ts';

const slug = 'welcome-pack';
const seed = '07'.repeat(32);
const schemes = [
  { kind: 'minimisation', factors: ['unit_size'], randomShare: 0.2 },
  { kind: 'big-stick', limit: 1 },
] as const;

describe.each(engines)('a draw in between, on $name', (engine) => {
  let close = async () => {};
  afterEach(() => close());

  async function processes() {
    const opened = await twoProcesses(engine);
    close = opened.close;
    return opened;
  }

  /** What the drawn households, in their order, get from the engine in one go. */
  async function drawnAlone(deps: Deps, text: string) {
    const drawn = await deps.store.read.allocationsOf(slug);
    const isMinimised = drawn[0]?.factors !== null;
    const rows = drawn.map(({ unit, ceremony, stratum, factors }) =>
      [unit, unit, ceremony, ...stratum.split('/'), ...(isMinimised ? [factors] : [])].join(','),
    );
    // The household trial is stratified by borough alone in these tests.
    const header = `unit,household,ceremony,borough${isMinimised ? ',unit_size' : ''}`;
    return { drawn, expected: redrawn(text, `${[header, ...rows].join('\n')}\n`, seed, null) };
  }

  it.each(schemes)('by $kind is one draw, whoever came first', async (scheme) => {
    const text = householdTrial({ scheme, strata: ['borough'] });
    const { first, second, interrupt } = await processes();
    await openedTrial(first, text);
    const ceremonies: string[] = [];
    for (const day of ['10', '11', '12', '13']) ceremonies.push(await bookedCeremony(first, slug, `2026-03-${day}`, 9));
    const [a = '', b = '', c = '', d = ''] = ceremonies;
    interrupt(() => closeLists(second, as('registrar'), slug, [b]));
    await closeLists(first, as('registrar'), slug, [a]);
    interrupt(() => closeLists(second, as('registrar'), slug, [c]));
    await closeLists(first, as('registrar'), slug, [d]);

    const { drawn, expected } = await drawnAlone(first, text);
    expect([...new Set(drawn.map(({ ceremony }) => ceremony))]).toEqual([b, a, c, d]);
    expect(drawn.map(({ seq }) => seq)).toEqual(drawn.map((_, index) => index));
    expect(drawn.map(({ unit, stratum, position, arm }) => [unit, stratum, position, arm].join(','))).toEqual(
      expected.trimEnd().split('\n').slice(1),
    );
    const tally = await first.store.read.newestTally(slug);
    expect(tally).toMatchObject({ seq: 3, afterSeq: drawn.length - 1 });
  });

  it('a tally that somebody draws past is refused by the database itself', async () => {
    const text = householdTrial({ scheme: schemes[0], strata: ['borough'] });
    const { first } = await processes();
    await openedTrial(first, text);
    const ceremony = await bookedCeremony(first, slug, '2026-03-10', 6);
    await closeLists(first, as('registrar'), slug, [ceremony]);
    const stale = { trial: slug, seq: 1, protocolVersion: 1, afterSeq: 0, tally: '[]' };
    expect(await first.store.commit([{ into: 'drawTally', rows: [stale] }])).toEqual({
      ok: false,
      conflict: { kind: 'trigger', what: 'tally-behind' },
    });
  });

  it('nothing is drawn between a beacon’s two signatures', async () => {
    const output = 'f00d'.repeat(8);
    const text = ceremonyTrial({ beacon: { source: 'drand', round: 5 } });
    const { first, second } = await processes();
    const offer = await openedTrial(first, text);
    const ceremony = await bookedCeremony(first, offer, '2026-03-10', 6);
    await recordBeacon(first, as('auditor'), offer, output);
    const closing = () => closeLists(first, as('registrar'), offer, [ceremony]);
    const code = await closing().catch((error: unknown) => (error instanceof Refusal ? error.code : String(error)));
    expect(code).toBe('no-beacon');
    await recordBeacon(second, as('trial-administrator'), offer, output);
    expect((await closing()).reply.lists).toHaveLength(1);
    expect(await first.store.read.allocationsOf(offer)).toHaveLength(1);
  });
});
