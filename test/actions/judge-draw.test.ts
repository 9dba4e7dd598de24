/** What a declared draw is judged by before the lock: how much is simulated, what is kept, which warnings belong to it. */
import { describe, expect, test } from 'vitest';
import { createDrawJudge, judgeDraw, meterOf, quick } from '../../src/actions/judge-draw.ts';
import { type Protocol, parseProtocol, protocolHash } from '../../src/trial/protocol.ts';
import { changed } from '../trial/changed-protocol.ts';

function given(slug: string, changes: Readonly<Record<string, unknown>> = {}): readonly [Protocol, string] {
  const text = changed(slug, changes);
  const parsed = parseProtocol(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return [parsed.value, protocolHash(text)];
}

const expectedOfAll = (expected: object | undefined) =>
  Object.fromEntries([0, 1, 2, 3, 4, 5].map((index) => [`boroughs.${index}.expected`, expected]));

describe('how much is simulated', () => {
  test('all that is asked for where the trial is small', () => {
    const meter = meterOf(...given('ceremony-offer'), quick);
    expect(meter).toMatchObject({ kind: 'simulated', lists: 10, redraws: 40, units: 156 });
  });

  test('less of a larger trial, and nothing of one that would take for ever', () => {
    const larger = meterOf(...given('welcome-pack'), quick);
    if (larger.kind !== 'simulated') throw new Error('not simulated');
    expect(larger.lists * larger.redraws * larger.units).toBeLessThanOrEqual(quick.unitsDrawn);
    const huge = meterOf(...given('welcome-pack', expectedOfAll({ ceremonies: 5_000, people: 500 })), quick);
    expect(huge).toEqual({ kind: 'too-large', units: 15_000_000 });
  });

  test('few tries of a criterion that is hardly ever met, and that is said', () => {
    const scheme = { kind: 'rerandomised', covariates: ['unit_size'], threshold: 1e-9, maximumTries: 100_000 };
    const meter = meterOf(...given('ceremony-offer', { scheme }), quick);
    if (meter.kind !== 'simulated') throw new Error('not simulated');
    expect(meter.notes.join()).toContain('at most 20 tries');
    expect(meter.guessedRight.share).toBeCloseTo(1 / 3, 9);
  });
});

test('the same protocol is judged alike, and only once', () => {
  const [protocol, hash] = given('ceremony-offer');
  const judge = createDrawJudge();
  const first = judge(protocol, hash);
  expect(judge(protocol, hash)).toBe(first);
  expect(createDrawJudge()(protocol, hash)).toEqual(first);
  expect(judge(protocol, 'a'.repeat(64))).not.toBe(first);
});

test('the warnings are those on the draw, with their evidence', () => {
  const { warnings } = judgeDraw(...given('ceremony-offer', { 'scheme.blockSizes': [3] }), quick);
  expect(warnings.join('\n')).toContain('Kahan and others (2015');
  expect(warnings.join('\n')).toContain('trusted not to have tried several');
  expect(warnings.join('\n')).not.toContain('governance');
  expect(warnings.join('\n')).not.toContain('read it as a description');
});

test('an arm that is stopped has no probability left', () => {
  const { arms } = judgeDraw(...given('ceremony-offer', { stoppedArms: ['volunteering'] }), quick);
  expect(arms.map(({ probability }) => probability)).toEqual(['1/2', '0', '1/2']);
});
