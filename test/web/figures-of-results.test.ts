/** Which of a run's results the page prints as percentage points: differences of risks, and nothing that is measured otherwise. */
import { describe, expect, it } from 'vitest';
import type { ResultEntry } from '../../src/actions/read-figures.ts';
import { figuresOf } from '../../src/web/figures-of-results.ts';
import { ceremonyOfferProtocol } from './sample-protocol.ts';

const entry = (id: string, quantity: string, estimate: number): ResultEntry => ({
  id,
  method: 'any',
  outcome: 'registered',
  contrast: ['letter', 'standard'],
  quantity,
  estimate,
  interval: [estimate - 0.1, estimate + 0.1],
});
const refusal: ResultEntry = {
  ...{ id: 'main', method: 'linear', outcome: 'registered', contrast: ['letter', 'standard'] },
  notEstimable: { code: 'no-variation', reason: 'The outcomes do not vary.' },
};

function contrasts(...entries: readonly ResultEntry[]) {
  const figures = figuresOf({ kind: 'results', outcome: 'registered', entries }, ceremonyOfferProtocol);
  return figures.kind === 'table' ? figures.contrasts : [];
}

describe('the page’s differences', () => {
  it('pass over a ratio, wherever it stands', () => {
    const shown = contrasts(entry('ratio', 'risk-ratio', 1.4), entry('main', 'risk-difference', 0.08));
    expect(shown).toMatchObject([{ kind: 'estimate', estimate: 0.08 }]);
    expect(contrasts(entry('ratio', 'odds-ratio', 1.4))).toEqual([]);
  });
  it('leave out other measures of the same estimator', () => {
    const shown = contrasts(entry('m', 'risk-difference', 0.08), entry('m', 'risk-ratio', 1.4));
    expect(shown).toHaveLength(1);
  });
  it('carry every warning of theirs in words', () => {
    const warned = (more: Partial<ResultEntry>) => contrasts({ ...entry('main', 'risk-difference', 0.08), ...more });
    expect(warned({})).toMatchObject([{ warning: null }]);
    expect(warned({ warning: 'ignores-clustering' })).toMatchObject([
      { warning: 'This estimate ignores that people came in clusters.' },
    ]);
    expect(warned({ warnings: ['few-clusters'] })).toMatchObject([
      { warning: expect.stringContaining('so few clusters') },
    ]);
    expect(warned({ warnings: ['a-new-one'] })).toMatchObject([{ warning: 'a-new-one' }]);
  });
  it('say why there are none', () => expect(contrasts(refusal)).toMatchObject([{ kind: 'not-estimable' }]));
});
