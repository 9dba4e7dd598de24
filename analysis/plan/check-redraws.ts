/** What a plan can get wrong about randomisation inference beyond its shape. */
import type { JsonPath } from './located-json.ts';
import { type RedrawEstimator, redrawSchemeOf } from './redraw-scheme.ts';
import type { Plan } from './schema.ts';
import type { Finding } from './schema-problems.ts';

export function checkRedraws(plan: Plan, estimator: RedrawEstimator, at: JsonPath): readonly Finding[] {
  const { scheme: given } = estimator;
  const scheme = redrawSchemeOf(plan, estimator);
  const cluster = estimator.cluster === undefined ? plan.cluster : estimator.cluster;
  const place: JsonPath = given === undefined ? [...at, 'method'] : [...at, 'scheme'];
  const findings = [
    ...(estimator.interval && estimator.null === 'global'
      ? [wrong([...at, 'interval'], 'an interval moves one arm against one other: it needs the "pairwise" null')]
      : []),
  ];
  if (scheme.kind === 'protocol') return findings;
  const { kind, blocks } = scheme;
  if (kind.endsWith('clustered') && cluster == null) {
    findings.push(wrong(place, `the scheme "${kind}" needs a cluster, and this estimator has none`));
  }
  if (kind.startsWith('blocked') && blocks.length === 0) {
    findings.push(wrong(place, `the scheme "${kind}" needs "blocks", or the "strata" of the draw`));
  }
  if (!kind.startsWith('blocked') && given !== undefined && given !== 'protocol' && given.blocks !== undefined) {
    findings.push(wrong([...place, 'blocks'], `the scheme "${kind}" has no blocks`));
  }
  return findings;
}

function wrong(path: JsonPath, message: string): Finding {
  return { path, message, part: 'value' };
}
