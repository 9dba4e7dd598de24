/** What may be amended of a locked protocol, and what may not: real amendments of trials, and every top-level key. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  judgeChanges,
  leastWeight,
  nothingHappened,
  refusedChanges,
  type Situation,
} from '../../src/trial/amendment.ts';
import type { Fixing } from '../../src/trial/amendment-rules.ts';
import { documentChanges } from '../../src/trial/document-changes.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';
import { protocolSchema } from '../../src/trial/protocol-schema.ts';

const text = readFileSync(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url), 'utf8');

/** The protocol with one place changed. */
function changed(change: (protocol: Changeable) => void): string {
  const protocol = draft();
  change(protocol);
  return JSON.stringify(protocol, null, 2);
}

// biome-ignore lint/suspicious/noExplicitAny: a file of ours, changed at will
type Changeable = any;
const draft = (): Changeable => JSON.parse(text);
const once = (...happened: readonly Fixing[]): Situation => ({ happened: new Set(happened), recordedOutcomes: [] });

describe('changes between two documents', () => {
  test('name things by their names, wherever they stand', () => {
    const before = {
      arms: [
        { name: 'a', ratio: 1 },
        { name: 'b', ratio: 1 },
      ],
      sizes: [3, 6],
    };
    const later = { sizes: [3], arms: [{ name: 'c' }, { name: 'b', ratio: 2 }, { name: 'a', ratio: 1 }], title: 'x' };
    expect(documentChanges(before, later).map(({ names, path, kind }) => [names.join('/'), path, kind])).toEqual([
      ['sizes', ['sizes'], 'changed'],
      ['arms', ['arms'], 'reordered'],
      ['arms/c', ['arms', 0], 'added'],
      ['arms/b/ratio', ['arms', 1, 'ratio'], 'changed'],
      ['title', ['title'], 'added'],
    ]);
  });

  test('find nothing in another spacing, key order or way to write a number', () => {
    expect(documentChanges(JSON.parse('{"a":1.0,"b":[]}'), JSON.parse('{ "b": [], "a": 1 }'))).toEqual([]);
  });

  test('list what was taken out at its old place', () => {
    expect(documentChanges({ outcomes: [{ name: 'x' }, { name: 'y' }] }, { outcomes: [{ name: 'y' }] })).toEqual([
      { names: ['outcomes', 'x'], path: ['outcomes', 0], kind: 'removed', before: { name: 'x' }, after: undefined },
    ]);
  });
});

describe('an amendment', () => {
  test('that corrects the title or adds the registration is minor', () => {
    const changes = judgeChanges(
      text,
      changed((protocol) => {
        protocol.title = 'A clearer title';
        protocol.governance = { ...protocol.governance, registration: 'ISRCTN00000000' };
      }),
      nothingHappened,
    );
    expect(leastWeight(changes)).toBe('minor');
    expect(changes.every(({ refusal }) => refusal === null)).toBe(true);
  });

  test.each([
    ['a description', (protocol: Changeable) => (protocol.arms[0].description.why = 'For another reason')],
    ['a borough more', (protocol: Changeable) => protocol.boroughs.push({ code: 'E09000001', name: 'City of London' })],
    ['a window', (protocol: Changeable) => (protocol.outcomes[0].windowDays = 75)],
    ['a wording of reminders', (protocol: Changeable) => (protocol.reminders.wording = 2)],
    ['the plan', (protocol: Changeable) => (protocol.analysis.level = 0.9)],
  ])('of %s is major, and possible before anything stands in its way', (_, change) => {
    const changes = judgeChanges(text, changed(change), nothingHappened);
    expect(changes).toHaveLength(1);
    expect(changes).toMatchObject([{ weight: 'major', refusal: null }]);
  });

  test('never touches what the draw is made from, and names the place and line', () => {
    const written = changed((protocol) => {
      protocol.arms[1].ratio = 2;
      protocol.scheme.blockSizes = [54];
    });
    const refused = refusedChanges(judgeChanges(text, written, nothingHappened), written);
    expect(refused.map(({ path }) => path)).toEqual(['arms[1].ratio', 'scheme.blockSizes']);
    for (const { message, line } of refused) {
      expect(message).toMatch(/^cannot be changed: the arms are drawn from this/);
      expect(written.split('\n')[(line ?? 0) - 1]).toMatch(/"ratio": 2|"blockSizes"/);
    }
  });

  test('of the lead time, the baseline or the days of reminders is refused once they were used', () => {
    const cases: readonly (readonly [Fixing, string])[] = [
      ['ceremonies', changed((protocol) => (protocol.leadTimeWorkingDays = 3))],
      ['opened', changed((protocol) => (protocol.baseline = { weeks: 1 }))],
      ['reminders', changed((protocol) => (protocol.reminders.schedule = [{ afterDays: 20 }]))],
    ];
    for (const [fixing, written] of cases) {
      expect(judgeChanges(text, written, nothingHappened)).toMatchObject([{ refusal: null }]);
      const [change] = judgeChanges(text, written, once(fixing));
      expect(change?.refusal).not.toBeNull();
    }
  });

  test('of what is analysed is refused once somebody has read outcomes by arm', () => {
    for (const key of ['analysis', 'contrasts', 'outcomes', 'smallestEffectOfInterest', 'lateJoiners']) {
      const written = changed((protocol) => (protocol[key] = 'something else'));
      expect(judgeChanges(text, written, nothingHappened)).toMatchObject([{ refusal: null, weight: 'major' }]);
      expect(judgeChanges(text, written, once('outcomes-seen'))[0]?.refusal).toMatch(/exploratory/);
    }
  });

  test('keeps the form of a borough’s results once there are any, and rules on each member of a borough', () => {
    const shares = changed((protocol) => (protocol.boroughs[0].shares = 'counts-by-arm'));
    expect(judgeChanges(text, shares, nothingHappened)).toMatchObject([{ weight: 'major', refusal: null }]);
    expect(judgeChanges(text, shares, once('results'))[0]?.refusal).toMatch(/in the form it says/);
    const unknown = changed((protocol) => (protocol.boroughs[0].newer = 1));
    expect(judgeChanges(text, unknown, nothingHappened)[0]?.refusal).not.toBeNull();
  });

  test('keeps an outcome that has follow-ups, as the kind of thing it is', () => {
    const [first] = draft().outcomes;
    const recorded = { happened: new Set<Fixing>(), recordedOutcomes: [first.name] };
    const gone = changed((protocol) => protocol.outcomes.shift());
    const counted = changed((protocol) => (protocol.outcomes[0].kind = 'count'));
    for (const written of [gone, counted]) {
      expect(judgeChanges(text, written, recorded).some(({ refusal }) => /recorded/.test(refusal ?? ''))).toBe(true);
      expect(judgeChanges(text, written, nothingHappened).every(({ refusal }) => refusal === null)).toBe(true);
    }
  });

  test('has a rule for every key that a protocol can have: a new one is fixed until somebody decides', () => {
    const ruled = Object.keys(protocolSchema.shape).map((key) => {
      const [change] = judgeChanges('{}', JSON.stringify({ [key]: null }), nothingHappened);
      return [key, change?.refusal === null ? change.weight : 'fixed'];
    });
    expect(Object.fromEntries(ruled)).toEqual({
      ...{ format: 'fixed', slug: 'fixed', title: 'minor', question: 'major', boroughs: 'fixed', arms: 'fixed' },
      ...{ unit: 'fixed', scheme: 'fixed', strata: 'fixed', eligibility: 'major', baseline: 'major' },
      ...{ leadTimeWorkingDays: 'major', lateJoiners: 'major', outcomes: 'major', contrasts: 'major' },
      ...{ analysis: 'major', smallestEffectOfInterest: 'major', disclosure: 'fixed', beacon: 'fixed', seed: 'fixed' },
      ...{ attendeePage: 'major', reminders: 'major', stoppedArms: 'fixed', governance: 'minor' },
    });
  });

  test('the example is a protocol, so that the cases above change a real one', () => {
    expect(parseProtocol(text).ok).toBe(true);
  });
});
