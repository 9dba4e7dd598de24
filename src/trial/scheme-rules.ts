/** Rules on each scheme's own keys: sizes that hold the ratio, variables that can be balanced, and what a plan may build on it. */

import type { JsonPath } from '../../analysis/plan/located-json.ts';
import { quoted } from '../../analysis/plan/quoted.ts';
import type { Finding } from '../../analysis/plan/schema-problems.ts';
import { finding, repeats } from './finding.ts';
import { levelFindings } from './level-rules.ts';
import type { Protocol } from './protocol-schema.ts';
import { type Scheme, schemeColumns } from './scheme.ts';
import { isKnownStratum } from './unit.ts';

export function schemeFindings(protocol: Protocol): readonly Finding[] {
  const { scheme } = protocol;
  switch (scheme.kind) {
    case 'simple':
    case 'complete':
    case 'cohort':
      return [];
    case 'blocks':
      return blockFindings(protocol, scheme.blockSizes);
    case 'big-stick':
      return ratioFindings(protocol);
    case 'minimisation':
      return [...balancedFindings(protocol, 'factors'), ...inferenceFindings(protocol, scheme)];
    case 'rerandomised':
      return [...balancedFindings(protocol, 'covariates'), ...categoryFindings(scheme)];
  }
}

function blockFindings({ arms }: Protocol, blockSizes: readonly number[]): readonly Finding[] {
  const sum = arms.reduce((total, { ratio }) => total + ratio, 0);
  return blockSizes.flatMap((size, index) =>
    size % sum === 0
      ? []
      : [finding(['scheme', 'blockSizes', index], `${size} is not a multiple of ${sum}, the sum of the arms’ ratios`)],
  );
}

function ratioFindings({ arms }: Protocol): readonly Finding[] {
  const ratios = arms.map(({ ratio }) => ratio);
  if (new Set(ratios).size === 1) return [];
  const message =
    `the big stick is for arms with equal ratios, and these are ${ratios.join(':')}: how far ahead an arm is would not ` +
    'say who is owed the next unit; use "minimisation" or "blocks", which keep a ratio';
  return [finding(['scheme', 'kind'], message)];
}

/** Factors and covariates alike: each once, the same for everybody in a unit, and not what the strata hold fixed already. */
function balancedFindings({ scheme, unit, strata }: Protocol, key: 'factors' | 'covariates'): readonly Finding[] {
  const names = schemeColumns(scheme);
  const at = (index: number): JsonPath => ['scheme', key, index];
  const twice = repeats(names).map((index) => finding(at(index), `${quoted(names[index] ?? '')} is named twice`));
  const wrong = names.flatMap((name, index) => levelFindings(name, unit, at(index), 'balanced on it'));
  const idle = names.flatMap((name, index) =>
    strata.includes(name)
      ? [
          finding(
            at(index),
            `${quoted(name)} is a stratum: it is the same for all units of one, and there is nothing to balance`,
          ),
        ]
      : [],
  );
  return [...twice, ...wrong, ...idle];
}

/** The service's own variables are words, group sizes too ("3-plus"); read as numbers they would stop the draw. */
function categoryFindings({ covariates }: Extract<Scheme, { readonly kind: 'rerandomised' }>): readonly Finding[] {
  return covariates.flatMap(({ column, as }, index) =>
    as === 'number' && isKnownStratum(column)
      ? [
          finding(
            ['scheme', 'covariates', index],
            `${quoted(column)} is not a number; balance on it as { "column": ${quoted(column)}, "as": "category" }`,
          ),
        ]
      : [],
  );
}

/** Randomisation inference asks what the draw could have given instead; a draw without chance could have given nothing else. */
function inferenceFindings(
  { analysis }: Protocol,
  { randomShare }: Extract<Scheme, { readonly kind: 'minimisation' }>,
): readonly Finding[] {
  if (randomShare > 0) return [];
  return analysis.estimators.flatMap(({ id, method }, index) =>
    method === 'randomisation-inference'
      ? [
          finding(
            ['analysis', 'estimators', index, 'method'],
            `${quoted(id)} would draw the trial again, and minimisation with "randomShare": 0 leaves no chance but ties: ` +
              'give it a random share, or take this estimator out',
          ),
        ]
      : [],
  );
}
