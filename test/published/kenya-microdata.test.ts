/**
 * Harris, Kamindo & van der Windt 2021 from the microdata: Table 2 prints a control mean of .0043 new registrations per voter
 * registered in 2013, over polling stations; and R's linear models on the same file.
 */
import { describe, expect, it } from 'vitest';
import { compute } from '../../analysis/compute.ts';
import { expectClosedForm } from '../analysis/numbers/tolerance.ts';
import { sharedFile } from '../analysis/shared-file.ts';

const data = sharedFile('data/kenya_registration.csv', 'the Kenya registration trial from microdata');
const reference = sharedFile('reference/kenya_registration.json', "the Kenya registration trial against R's results");

type Term = {
  readonly estimate: number;
  readonly se: number;
  readonly t: number;
  readonly p: number;
  readonly df: number;
};
type Reference = {
  readonly results: readonly {
    readonly id: string;
    readonly values: { readonly terms?: Readonly<Record<string, Term>> };
  }[];
};

const errors = ['classical', 'HC1', 'HC2', 'HC3'];
const plan = {
  title: 'Registration in Kenya',
  arm: { column: 'treatment', reference: 'control' },
  outcomes: [{ name: 'share', column: 'reg_byrv13', kind: 'continuous' }],
  contrasts: 'each-against-reference',
  estimators: errors.map((kind) => ({ id: kind, method: 'linear', errors: kind })),
};

describe('Harris, Kamindo & van der Windt 2021, polling stations', () => {
  if (data === null || reference === null) {
    it('agrees with the paper and with R', (context) => context.skip('the microdata or the reference is not here'));
    return;
  }
  const recorded: Reference = JSON.parse(reference.toString('utf8'));

  it.each(errors)('%s', async (id) => {
    const { results } = await compute({ planText: JSON.stringify(plan), data, engineVersion: 'test' });
    const expected = recorded.results.find((record) => record.id === `ols.${id}`)?.values.terms ?? {};
    const [first] = results.rows.filter((row) => row.id === id);
    if (first === undefined || !('terms' in first.figures)) throw new Error('there is no model');
    const { terms, n } = first.figures;
    expect([n, results.summary.rows, terms.length]).toEqual([1668, 1672, 6]);
    expect(results.summary.excluded).toEqual([{ reason: 'missing-outcome', outcomes: ['share'], rows: 4 }]);
    for (const term of terms) {
      const name = term.term === '(intercept)' ? '(Intercept)' : term.term.replace('=', '');
      const due = expected[name];
      if (due === undefined || !('estimate' in term)) throw new Error(`R has no term ${name}`);
      expectClosedForm(term.estimate, due.estimate, `${name} estimate`);
      expectClosedForm(term.standardError, due.se, `${name} se`);
      expectClosedForm(term.p, due.p, `${name} p`);
    }
    const intercept = terms.find(({ term }) => term === '(intercept)');
    expect(intercept !== undefined && 'estimate' in intercept && intercept.estimate.toFixed(4)).toBe('0.0043');
  });
});
