/** Rows of the methods that compare two arms, or test all, without a model. */
import { type NumbersRow, under } from './row.ts';

const binary = 'two arms of a binary outcome';
const microdata = 'Gerber, Green & Larimer 2008, from the microdata';

export const twoArmRows: readonly NumbersRow[] = [
  {
    method: 'proportions',
    quantity: 'Wald, Wilson, Clopper-Pearson, Jeffreys, Agresti-Coull intervals',
    formula: 'Brown, Cai & DasGupta 2001; Wilson 1927; Clopper & Pearson 1934',
    oracle: 'R 4.2.2: prop.test, binom.test, qbeta, closed forms',
    tolerance: 1e-9,
    compared: [
      under('estimators/golden', 'proportions agree with binom.test, prop.test and the closed forms'),
      under('estimators/reference', binary, /ci_(treated|control)'/),
      under('run-ggl2008', microdata, /^proportions/),
    ],
    calibrated: {
      effect: ['wald', 'wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull'].map((kind) => `proportion, ${kind}`),
      rare: ['wald', 'wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull'].map((kind) => `proportion, ${kind}`),
      small: ['wilson', 'clopper-pearson', 'jeffreys', 'agresti-coull'].map((kind) => `proportion, ${kind}`),
    },
  },
  {
    method: 'risk-difference',
    quantity: 'Wald, Newcombe with and without continuity, Agresti-Caffo',
    formula: 'Newcombe 1998, methods 10 and 11; Agresti & Caffo 2000',
    oracle: 'R 4.2.2: closed forms',
    tolerance: 1e-9,
    compared: [
      under('estimators/golden', 'risk differences agree with the published closed forms', undefined, /Miettinen/),
      under('estimators/reference', binary, /rd_/, /rd_mn/),
      under('run-ggl2008', microdata, /^risk difference/, /miettinen/),
    ],
    calibrated: {
      people: ['risk difference, Wald'],
      effect: ['wald', 'newcombe', 'newcombe-continuity', 'agresti-caffo'].map((kind) => `risk difference, ${kind}`),
      rare: ['wald', 'newcombe', 'agresti-caffo'].map((kind) => `difference, ${kind}`),
      small: ['newcombe', 'newcombe-continuity', 'agresti-caffo'].map((kind) => `difference, ${kind}`),
      arms: ['risk difference, either contrast, Holm'],
    },
  },
  {
    method: 'risk-difference',
    quantity: 'Miettinen-Nurminen bounds',
    formula: 'Miettinen & Nurminen 1985, with N/(N − 1)',
    oracle: 'R 4.2.2: root search of the score',
    tolerance: 1e-6,
    compared: [
      under('estimators/golden', 'risk differences agree with the published closed forms', /Miettinen/),
      under('estimators/reference', binary, /rd_mn/),
      under('run-ggl2008', microdata, /miettinen/),
    ],
    calibrated: {
      people: ['risk difference, score'],
      effect: ['risk difference, miettinen-nurminen'],
      rare: ['score test', 'difference, miettinen-nurminen'],
      small: ['difference, miettinen-nurminen'],
    },
  },
  {
    method: 'risk-ratio',
    quantity: 'ratio, log, interval, z test',
    formula: 'Katz et al. 1978, method C',
    oracle: 'R 4.2.2: closed forms',
    tolerance: 1e-9,
    compared: [under('estimators/ratios', 'real trials', /rr_katz/)],
    calibrated: { people: ['risk ratio'], effect: ['risk ratio'], rare: ['risk ratio'] },
  },
  {
    method: 'odds-ratio',
    quantity: 'ratio, log, interval, z test',
    formula: 'Woolf 1955',
    oracle: 'R 4.2.2: closed forms',
    tolerance: 1e-9,
    compared: [under('estimators/ratios', 'real trials', /or_woolf/)],
    calibrated: { people: ['odds ratio'], effect: ['odds ratio'], rare: ['odds ratio'] },
  },
  {
    method: 'chi-squared',
    quantity: 'test, with and without continuity',
    formula: 'Pearson 1900; Yates 1934',
    oracle: 'R 4.2.2: chisq.test, prop.test',
    tolerance: 1e-9,
    compared: [
      under('estimators/golden', 'chi-squared agrees with chisq.test'),
      under('estimators/reference', binary, /chisq/),
      under('estimators/reference', 'trials from their own rows', /chisq/),
      under('run-ggl2008', microdata, /^chi-squared/),
    ],
    calibrated: {
      people: ['chi-squared', 'chi-squared, corrected'],
      rare: ['chi-squared'],
      arms: ['chi-squared, all arms', 'chi-squared, all arms, binary'],
    },
  },
  {
    method: 'fisher-exact',
    quantity: 'p, mid-p; conditional odds ratio and its interval',
    formula:
      'Fisher 1935; network of Mehta & Patel 1983 for larger tables; conditional maximum likelihood, exact tails',
    oracle: 'R 4.2.2: dhyper summed, their definitions solved; fisher.test',
    tolerance: 1e-9,
    compared: [under('estimators/fisher-exact', 'against R'), under('estimators/fisher-exact', 'real trials')],
    calibrated: { people: ['Fisher'], effect: ['odds ratio, exact'], rare: ['Fisher', 'odds ratio, exact'] },
    note: 'fisher.test stops its estimate and interval at about 3e-4, and its p of larger tables at 5e-10',
  },
  {
    method: 'mantel-haenszel',
    quantity: 'pooled odds ratio, risk ratio, difference; test; homogeneity',
    formula:
      'Mantel & Haenszel 1959; Robins, Breslow & Greenland 1986; Greenland & Robins 1985; Sato 1989; Cochran’s Q',
    oracle: 'metafor 3.8-1: rma.mh; R 4.2.2: mantelhaen.test',
    tolerance: 1e-9,
    compared: [under('estimators/mantel-haenszel', 'against R'), under('estimators/mantel-haenszel', 'real trials')],
    calibrated: {
      people: [
        'Cochran-Mantel-Haenszel test',
        'Mantel-Haenszel odds ratio',
        'Mantel-Haenszel risk ratio',
        'Mantel-Haenszel risk difference',
      ],
      boroughs: ['Mantel-Haenszel odds ratio', 'Mantel-Haenszel risk difference'],
    },
  },
  {
    method: 't-test',
    quantity: 'Welch, equal variances, pairs',
    formula: 'Welch 1947; Satterthwaite 1946; Student 1908',
    oracle: 'R 4.2.2: t.test',
    tolerance: 1e-9,
    compared: [
      under('estimators/t-and-ranks', 'against R', /^t/),
      under('estimators/t-and-ranks', 'real trials', /ttest|grade point/),
    ],
    calibrated: {
      people: ['t, Welch', 't, equal variances'],
      effect: ['mean difference, Welch'],
      pairs: ['t, pairs', 't, pairs ignored'],
    },
  },
  {
    method: 'rank-sum',
    quantity: 'test, exact and approximate; Hodges-Lehmann shift and its interval',
    formula: 'Wilcoxon 1945; Mann & Whitney 1947; Hodges & Lehmann 1963, the differences themselves',
    oracle: 'R 4.2.2: wilcox.test; all differences sorted',
    tolerance: 1e-9,
    compared: [under('estimators/t-and-ranks', 'against R', /^ranks/)],
    calibrated: { people: ['rank sum', 'rank sum, ties', 'shift of Hodges and Lehmann'] },
    note: 'wilcox.test’s own shifts are roots that stop at about 1e-4',
  },
  {
    method: 'equivalence',
    quantity: 'two one-sided tests',
    formula: 'Schuirmann 1987; Wald for risks, Welch for means',
    oracle: 'R 4.2.2: t.test one-sided, closed forms',
    tolerance: 1e-9,
    compared: [
      under('estimators/checks', 'equivalence', /^R/),
      under('estimators/checks', 'equivalence in real trials'),
    ],
    calibrated: { effect: ['equivalence at its margin'] },
  },
  {
    method: 'attrition',
    quantity: 'missing outcomes by arm, their test; bounds',
    formula: 'Pearson 1900; Manski 1990',
    oracle: 'R 4.2.2: chisq.test, closed forms',
    tolerance: 1e-9,
    compared: [under('estimators/checks', 'missing outcomes', /^R|STAR/)],
    calibrated: { people: ['attrition'] },
  },
  {
    method: 'sites',
    quantity:
      'each site’s effect and interval; fixed, DerSimonian-Laird and REML means, Knapp-Hartung, prediction interval, leave-one-out',
    formula:
      'inverse variance; DerSimonian & Laird 1986; REML by Fisher scoring, Viechtbauer 2005; Knapp & Hartung 2003',
    oracle: 'metafor 3.8-1: escalc and its summary, rma',
    tolerance: 1e-7,
    compared: [under('estimators/sites', 'each site against R'), under('estimators/sites', 'real trials')],
    calibrated: {
      boroughs: [
        'fixed',
        'fixed, without the first borough',
        'DerSimonian-Laird',
        'REML',
        'risk difference pooled, fixed',
      ],
      differing: ['fixed', 'DerSimonian-Laird', 'REML', 'REML, Knapp-Hartung'],
      seventh: [
        'prediction, dersimonian-laird',
        'prediction, dersimonian-laird, Knapp-Hartung',
        'prediction, reml',
        'prediction, reml, Knapp-Hartung',
      ],
    },
    note: 'REML left one out is held to 1e-4 alone, for metafor’s record of it stops at 1e-5',
  },
  {
    method: 'sample-ratio',
    quantity: 'test of the ratio of the arms',
    formula: 'Pearson 1900; exact multinomial where an expected count is under 5',
    oracle: 'R 4.2.2: chisq.test(p =), dmultinom summed',
    tolerance: 1e-9,
    compared: [under('estimators/checks', 'sample ratio', /^R/)],
    calibrated: { simple: ['sample ratio'] },
  },
  {
    method: 'balance',
    quantity: 'means, deviations, standardised differences of covariates',
    formula: 'Austin 2009, sample variances of the two arms',
    oracle: 'R 4.2.2: closed forms',
    tolerance: 1e-9,
    compared: [under('estimators/balance', 'balance', undefined, /longhand/)],
  },
];
