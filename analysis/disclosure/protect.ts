/**
 * Which counts of a release are shown. Not shown are those below the threshold, zero included, those that one or two households make
 * up, and then as many more as it takes until none of them can be worked out from this release and all earlier ones (secondary
 * suppression), those that readers miss least first, of them the smallest. One symbol for all; the reasons stay inside.
 * Sources: threshold as in safe-count.ts; dominance as ACRO's defaults, NK with n = 2 and k = 90% and p% with p = 10%.
 */
import { type Audit, audit } from './audit.ts';
import type { Solve } from './integer-program.ts';
import {
  type LinkedCount,
  type LinkedCounts,
  type Published,
  requireSums,
  stillTold,
  together,
} from './linked-counts.ts';
import { type Proof, proofOf } from './proof.ts';
import { type DisclosureRule, roundTo, type SafeCount } from './safe-count.ts';

export type SuppressionReason = 'below-threshold' | 'few-households' | 'protects-another';

export type Protection =
  | {
      readonly kind: 'protected';
      /** With all that was released before: what a reader holds afterwards. */
      readonly published: Published;
      /** Of this release alone. */
      readonly shown: ReadonlyMap<string, SafeCount>;
      /** Of each count that is not shown; it never leaves. */
      readonly reasons: ReadonlyMap<string, SuppressionReason>;
      readonly proof: Proof;
    }
  /** Earlier releases have already given too much away for these, or nothing is left to hide. */
  | { readonly kind: 'exposed'; readonly ids: readonly string[] };

const nkShare = 0.9;
const pRatio = 0.1;

export async function protect(
  { counts, sums }: LinkedCounts,
  earlier: readonly Published[],
  rule: DisclosureRule,
  solve: Solve,
): Promise<Protection> {
  requireSums({ counts, sums });
  const publishable = counts.filter(({ kind }) => kind === 'published');
  const primary = new Map(publishable.flatMap((count) => reasonOf(count, rule)));
  const hidden = counts.filter(({ kind, value }) => kind === 'derivable' && value < rule.threshold).map(({ id }) => id);
  const told = earlier.map((one) => stillTold(one, counts));
  // Hiding what is out already hides nothing.
  const isOut = (id: string) => told.some(({ shown }) => typeof shown.get(id) === 'number');
  const shownWithout = (suppressed: ReadonlySet<string>) =>
    new Map<string, SafeCount>(
      publishable.map(({ id, value }) => [id, suppressed.has(id) ? 'suppressed' : roundTo(value, rule.base)]),
    );
  const publishedWithout = (suppressed: ReadonlySet<string>) =>
    together([...told, { rule, shown: shownWithout(suppressed), sums }]);
  const auditOf = (
    suppressed: ReadonlySet<string>,
    found?: Audit['tables'],
    until?: 'first-exposed',
  ): Promise<Audit> => {
    const published = publishedWithout(suppressed);
    const notShown = [...published.shown].filter(([, figure]) => figure === 'suppressed').map(([id]) => id);
    return audit(published, [...new Set([...notShown, ...hidden])], solve, found, until);
  };

  const suppressed = new Set(primary.keys());
  let last = await auditOf(suppressed);
  while (last.exposed.length > 0) {
    const next = last.exposed
      .map((id) => nextToHide([id], { counts: counts.filter((one) => !isOut(one.id)), sums }, suppressed))
      .filter((id) => id !== null);
    if (next.length === 0) return { kind: 'exposed', ids: last.exposed };
    for (const id of next) suppressed.add(id);
    last = await auditOf(suppressed, last.tables);
  }
  // What was hidden on the way and is not needed in the end is shown after all, what readers miss most first.
  for (const id of byLoss(
    counts,
    [...suppressed].filter((one) => !primary.has(one)),
  ).toReversed()) {
    const fewer = new Set([...suppressed].filter((one) => one !== id));
    const attempt = await auditOf(fewer, last.tables, 'first-exposed');
    if (attempt.exposed.length > 0) continue;
    suppressed.delete(id);
    last = attempt;
  }
  const reasons = new Map([...suppressed].map((id) => [id, primary.get(id) ?? ('protects-another' as const)]));
  const published = publishedWithout(suppressed);
  return { kind: 'protected', published, shown: shownWithout(suppressed), reasons, proof: proofOf(published, last) };
}

function reasonOf(
  { id, value, largestHouseholds: [first, second] }: LinkedCount,
  { threshold }: DisclosureRule,
): readonly (readonly [string, SuppressionReason])[] {
  if (value < threshold) return [[id, 'below-threshold']];
  const rest = value - first - second;
  const isDominated = (first + second) / value >= nkShare || rest / first < pRatio;
  return isDominated ? [[id, 'few-households']] : [];
}

/** The shown count that readers miss least, of several the smallest, that stands in a sum with an exposed one; where there is none, in a sum with one of theirs, and so on. */
function nextToHide(
  exposed: readonly string[],
  { counts, sums }: LinkedCounts,
  suppressed: ReadonlySet<string>,
): string | null {
  const candidates = new Set(
    counts.filter((one) => one.kind === 'published' && !suppressed.has(one.id)).map(({ id }) => id),
  );
  const reached = new Set(exposed);
  for (;;) {
    const near = sums
      .map(({ total, parts }) => [total, ...parts])
      .filter((ids) => ids.some((id) => reached.has(id)))
      .flat();
    const [least] = byLoss(
      counts,
      near.filter((id) => candidates.has(id)),
    );
    if (least !== undefined) return least;
    const before = reached.size;
    for (const id of near) reached.add(id);
    if (reached.size === before) return null;
  }
}

function byLoss(counts: readonly LinkedCount[], ids: readonly string[]): readonly string[] {
  const count = new Map(counts.map((one) => [one.id, one]));
  const worth = (id: string) => count.get(id)?.worth ?? 0;
  const value = (id: string) => count.get(id)?.value ?? 0;
  return [...new Set(ids)].sort(
    (one, other) => worth(one) - worth(other) || value(one) - value(other) || (one < other ? -1 : 1),
  );
}
