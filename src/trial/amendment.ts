/**
 * An amendment judged: each change with its weight and, where it cannot be made, why. The same judgement for the two who sign, for
 * anybody who compares two files, and for the act itself.
 */
import { type JsonPath, parseJson } from '../../analysis/plan/located-json.ts';
import { InputRefused, type Problem } from '../../analysis/plan/problem.ts';
import { cut, visible } from '../../analysis/plan/quoted.ts';
import { writtenPath } from '../../analysis/plan/schema-problems.ts';
import { type Fixed, type Fixing, ruleOf, type Weight } from './amendment-rules.ts';
import { canonicalJson } from './canonical.ts';
import { type DocumentChange, documentChanges } from './document-changes.ts';

/** What has happened in the trial so far. */
export type Situation = {
  readonly happened: ReadonlySet<Fixing>;
  /** Names of outcomes with a follow-up on record. */
  readonly recordedOutcomes: readonly string[];
};

/** Of two files alone: what is refused whatever has happened. */
export const nothingHappened: Situation = { happened: new Set(), recordedOutcomes: [] };

export type JudgedChange = {
  readonly kind: DocumentChange['kind'];
  /** As people read it: arms › standard › description › why. */
  readonly place: string;
  /** In the later document, as problems name it: arms[0].description.why. */
  readonly path: string;
  readonly steps: JsonPath;
  readonly before: string | null;
  readonly after: string | null;
  readonly weight: Weight;
  /** Why it cannot be made now; null where it can. */
  readonly refusal: string | null;
  /** What would fix it later on. */
  readonly fixedOnce: readonly Fixed[];
};

/** In the order of the later document. Throws InputRefused where a text is not JSON. */
export function judgeChanges(before: string, after: string, situation: Situation): readonly JudgedChange[] {
  return documentChanges(contentOf(before), contentOf(after)).map((change) => judged(change, situation));
}

/** What the amendment is at least. */
export function leastWeight(changes: readonly JudgedChange[]): Weight {
  return changes.some(({ weight }) => weight === 'major') ? 'major' : 'minor';
}

/** The changes that cannot be made, each as a problem with its place in the later file, where it stands there. */
export function refusedChanges(changes: readonly JudgedChange[], after: string): readonly Problem[] {
  const json = parseJson(after);
  return changes.flatMap(({ path, refusal, kind, steps }) => {
    if (refusal === null) return [];
    const place = json.ok && kind !== 'removed' ? json.value.locate(steps) : {};
    return [{ path, message: `cannot be ${kind}: ${refusal}`, ...place }];
  });
}

function judged(change: DocumentChange, { happened, recordedOutcomes }: Situation): JudgedChange {
  const { names, path, kind, before, after } = change;
  const { weight, fixed } = ruleOf(change);
  const holds = ({ since }: Fixed) =>
    since === 'always' || (since === 'records' ? recordedOutcomes.includes(names[1] ?? '') : happened.has(since));
  return {
    kind,
    place: names.map((name) => visible(cut(name))).join(' › '),
    path: writtenPath(path),
    steps: path,
    before: before === undefined ? null : textOf(before),
    after: after === undefined ? null : textOf(after),
    weight,
    refusal: fixed.find(holds)?.why ?? null,
    fixedOnce: fixed.filter((one) => !holds(one)),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

function contentOf(text: string): unknown {
  const json = parseJson(text);
  if (!json.ok) throw new InputRefused(json.problems);
  return json.value.value;
}
