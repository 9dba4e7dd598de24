/** Which estimators of a trial of whole ceremonies respect that they were drawn as such. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ignoresDraw } from '../../src/trial/plan-estimators.ts';
import { parseProtocol } from '../../src/trial/protocol.ts';

const text = readFileSync(new URL('../../trials/ceremony-offer/protocol.json', import.meta.url), 'utf8');
const document = JSON.parse(text);

/** Whether the last of these, beside the trial's own estimators, ignores the draw. */
function verdict(...added: readonly object[]): boolean {
  const estimators = [...document.analysis.estimators, ...added];
  const parsed = parseProtocol(JSON.stringify({ ...document, analysis: { ...document.analysis, estimators } }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const estimator = parsed.value.analysis.estimators.at(-1);
  if (estimator === undefined) throw new Error('the trial has no estimator');
  return ignoresDraw(parsed.value, estimator);
}

describe('whole ceremonies were drawn', () => {
  const joint = { id: 'joint', method: 'wald-joint', of: 'model' };
  test.each([
    ['CR2, the default with a cluster', [{ id: 'model', method: 'linear' }], false],
    ['HC2', [{ id: 'model', method: 'linear', errors: 'HC2' }], true],
    ['no cluster', [{ id: 'model', method: 'linear', cluster: null }], true],
    ['a joint test of a model with CR2', [{ id: 'model', method: 'linear' }, joint], false],
    ['a joint test of a model with HC2', [{ id: 'model', method: 'linear', errors: 'HC2' }, joint], true],
    ['subgroups with the default errors', [{ id: 'by', method: 'subgroup', by: 'borough' }], false],
    ['a simple difference in means', [{ id: 'plain', method: 'difference-in-means' }], true],
    ['a clustered one', [{ id: 'drawn', method: 'difference-in-means', design: 'clustered' }], false],
    ['estimating equations', [{ id: 'gee', method: 'gee' }], false],
    ['a logistic regression with model errors', [{ id: 'logit', method: 'logistic' }], true],
    ['and with CR1', [{ id: 'logit', method: 'logistic', errors: 'CR1' }], false],
    ['hazards by cluster', [{ id: 'hazard', method: 'cox', errors: 'CR0' }], false],
    ['a ratio of clusters', [{ id: 'ratio', method: 'sample-ratio', ratio: { standard: 1, offer: 1 } }], false],
    [
      'a ratio of people',
      [{ id: 'ratio', method: 'sample-ratio', unit: 'row', ratio: { standard: 1, offer: 1 } }],
      true,
    ],
    ['re-draws of the trial', [{ id: 'own', method: 'randomisation-inference', scheme: 'protocol' }], false],
    ['re-draws of clusters', [{ id: 'own', method: 'randomisation-inference', scheme: { kind: 'clustered' } }], false],
    ['re-draws of people', [{ id: 'own', method: 'randomisation-inference', scheme: { kind: 'complete' } }], true],
  ] as const)('%s: ignored is %s', (_, added, expected) => {
    expect(verdict(...added)).toBe(expected);
  });
});
