/** Rows of linear models and what is built on them, and of generalised linear models. */
import { type NumbersRow, under } from './row.ts';

const golden = under('estimators/golden', 'linear agrees with lm_robust');
const adjusted = 'agrees with lm_robust and lm_lin';
const microdata = 'Gerber, Green & Larimer 2008, from the microdata';
const ownRows = 'trials from their own rows';
const real = 'agrees with lm_robust and lm_lin on real trials';

export const modelRows: readonly NumbersRow[] = [
  {
    method: 'linear',
    quantity: 'classical, HC0 to HC3 errors',
    formula: 'MacKinnon & White 1985',
    oracle: 'estimatr 1.0.0: lm_robust(se_type = "HC2") and the like',
    tolerance: 1e-9,
    compared: [
      { ...golden, only: /'(classical|HC\d)'/ },
      under('estimators/reference', 'two arms of a binary outcome', /ols|hc|HC|classical/),
      under('estimators/reference', ownRows, /classical/),
      under('run-ggl2008', microdata, /^linear, (classical|HC)/),
    ],
    calibrated: {
      people: ['linear, classical', 'linear, HC0', 'linear, HC1', 'linear, HC2', 'linear, HC3'],
      effect: ['risk difference, linear HC2', 'mean difference, linear HC2', 'mean difference, linear HC3'],
      ceremonies: ['linear, HC2, ceremonies ignored'],
    },
  },
  {
    method: 'linear',
    quantity: 'CR0, CR1S errors',
    formula: 'Liang & Zeger 1986; G/(G − 1)·(N − 1)/(N − k)',
    oracle: 'estimatr 1.0.0: lm_robust(se_type = "CR0" or "stata")',
    tolerance: 1e-9,
    compared: [
      { ...golden, only: /'(CR0|CR1S)'/ },
      under('estimators/reference', ownRows, /CR/),
      under('run-ggl2008', microdata, /^linear, (sub200\.)?CR[01]/),
    ],
    calibrated: {
      ceremonies: ['linear, CR1S', 'linear, CR0'],
      few: ['linear, CR1S'],
      arms: ['CR1S, either contrast, Holm'],
    },
  },
  {
    method: 'linear',
    quantity: 'CR2 errors, Satterthwaite’s df',
    formula: 'Bell & McCaffrey 2002; Pustejovsky & Tipton 2018, in time linear in the rows',
    oracle: 'estimatr 1.0.0: lm_robust(se_type = "CR2"), or its closed form where estimatr runs out of memory',
    tolerance: 1e-9,
    compared: [under('estimators/linear-models', adjusted, /'CR2'/), under('run-linear-models', real, /CR2'/)],
    calibrated: {
      ceremonies: ['linear, CR2', 'linear, CR2, a share'],
      few: ['linear, CR2'],
      arms: ['CR2, either contrast, Holm'],
    },
  },
  {
    method: 'linear',
    quantity: 'additive and interacted covariates, fixed effects',
    formula: 'Lin 2013; absorbed effects are exact, and count in k and in every leverage',
    oracle: 'estimatr 1.0.0: lm_robust, lm_lin',
    tolerance: 1e-9,
    compared: [
      under('estimators/linear-models', adjusted),
      under('run-linear-models', real, undefined, /dim\.|iv\.|subgroup/),
    ],
    calibrated: {
      people: ['linear, additive', 'linear, interacted', 'linear, boroughs as fixed effects'],
      boroughs: ['linear, boroughs as fixed effects'],
    },
  },
  {
    method: 'wald-joint',
    quantity: 'F, HTZ',
    formula: 'Wald with df N − k or G − 1; Tipton & Pustejovsky 2015',
    oracle: 'clubSandwich 0.5.8: Wald_test(test = "Naive-F" or "HTZ")',
    tolerance: 1e-9,
    compared: [under('estimators/joint-tests', 'all arms equal agrees with clubSandwich and Wald’s statistic')],
    calibrated: { ceremonies: ['Wald, HTZ'], arms: ['Wald, HTZ', 'Wald, F'] },
  },
  {
    method: 'subgroup',
    quantity: 'difference within each level, interaction',
    formula: 'one model of arms within levels; F, HTZ with CR2',
    oracle: 'estimatr 1.0.0: lm_robust; clubSandwich 0.5.8: Wald_test',
    tolerance: 1e-9,
    compared: [
      under('estimators/joint-tests', 'subgroups agree with lm_robust and clubSandwich'),
      under('run-linear-models', real, /subgroup/),
    ],
    calibrated: { people: ['subgroup interaction'] },
  },
  {
    method: 'difference-in-means',
    quantity: 'all six designs',
    formula: 'Neyman 1923; CR2 within blocks; Imai, King & Nall 2009',
    oracle: 'estimatr 1.0.0: difference_in_means',
    tolerance: 1e-9,
    compared: [
      under('estimators/difference-in-means', 'agrees with estimatr’s difference_in_means'),
      under('run-linear-models', real, /dim\./),
    ],
    calibrated: {
      people: ['difference in means, simple', 'difference in means, blocked'],
      ceremonies: ['difference in means, clustered'],
      few: ['difference in means, clustered'],
      boroughs: ['difference in means, blocked'],
      pairs: ['difference in means, pairs'],
      paired: ['difference in means, pairs of ceremonies'],
    },
  },
  {
    method: 'two-stage-least-squares',
    quantity: 'complier effect, first stage, Anderson-Rubin interval',
    formula: 'Angrist, Imbens & Rubin 1996; Anderson & Rubin 1949, solved as a quadratic',
    oracle: 'estimatr 1.0.0: iv_robust; root search in R',
    tolerance: 1e-9,
    compared: [
      under('estimators/two-stage', 'agrees with estimatr’s iv_robust'),
      under('run-linear-models', real, /iv\./),
    ],
    calibrated: {
      people: ['complier effect', 'complier effect, Anderson-Rubin'],
      effect: ['complier effect', 'complier effect, Anderson-Rubin'],
      visits: [
        'complier effect, CR2',
        'complier effect, CR1S',
        'complier effect, Anderson-Rubin, CR2',
        'complier effect, HC2, ceremonies ignored',
      ],
    },
  },
  {
    method: 'logistic',
    quantity: 'odds ratio; standardised risks',
    formula: 'maximum likelihood by Newton; Huber & White; Liang & Zeger with G/(G − 1); g-computation, delta method',
    oracle: 'R 4.2.2: glm; sandwich 3.0-2: sandwich, vcovCL; g-computation in R',
    tolerance: 1e-7,
    compared: [
      under('estimators/generalised-models', 'against R', /^logistic|^standardised/),
      under('estimators/generalised-models', 'real trials'),
    ],
    calibrated: {
      people: ['logistic', 'logistic, additive, HC0', 'logistic, standardised'],
      effect: ['odds ratio, logistic'],
      ceremonies: ['logistic, CR1', 'logistic standardised, CR1'],
    },
    note: 'glm’s weights are those before its last step, which moves its errors by up to 1e-8',
  },
  {
    method: 'poisson',
    quantity: 'rate ratio, modified Poisson risk ratio',
    formula: 'maximum likelihood by Newton; Zou 2004',
    oracle: 'R 4.2.2: glm; sandwich 3.0-2',
    tolerance: 1e-7,
    compared: [under('estimators/generalised-models', 'against R', /^poisson/i)],
    calibrated: {
      people: ['Poisson, HC0'],
      effect: ['risk ratio, modified Poisson'],
      ceremonies: ['Poisson, CR1'],
    },
    note: 'the same of glm',
  },
  {
    method: 'gee',
    quantity: 'coefficient, working correlation',
    formula: 'Liang & Zeger 1986; the correlation by moments',
    oracle: 'geepack 1.3.9: geeglm run to its fixed point',
    tolerance: 1e-7,
    compared: [under('estimators/gee', 'against geepack')],
    calibrated: {
      ceremonies: ['GEE, independence', 'GEE, exchangeable', 'GEE, exchangeable, logit'],
      few: ['GEE, independence'],
    },
    note: 'at its default geeglm stops early, at up to 5e-6 from there',
  },
];
