/**
 * The statistical analysis plan under the headings of Gamble et al. 2017 (JAMA 318:2337–2343). The headings are theirs as far as we know
 * them; the numbers of their items are left out, since they could not be checked against the paper.
 */
import type { Protocol } from '../protocol-schema.ts';
import { designWords, populationWords, schemeSentence, seedWords } from './design-words.ts';
import { type Declared, given, list, type ProtocolDocument, part, type Row, text, write } from './document.ts';
import {
  lateJoinerRule,
  missingRule,
  otherOutcomes,
  outcomeWords,
  populationRule,
  primaryOutcomes,
  windowRules,
} from './outcome-words.ts';
import {
  clusterNote,
  comparing,
  covariateNames,
  describingOnes,
  estimatorWords,
  interimWords,
  levelWords,
  multiplicitySentence,
  rowWords,
  subgroupOnes,
} from './plan-words.ts';
import { sizeBlocks } from './size-words.ts';

export function analysisPlanDocument(declared: Declared): ProtocolDocument {
  return {
    title: `Statistical analysis plan: ${declared.protocol.title}`,
    after:
      'Under the headings of Gamble et al. 2017 (JAMA 318:2337–2343). Numbers of items are left out: they could not be checked against the paper.',
    sections: [
      ...part('Administrative information', administration(declared)),
      ...part('Introduction', introduction(declared)),
      ...part('Study methods', methods(declared)),
      ...part('Statistical principles', principles(declared)),
      ...part('Trial population', population(declared)),
      ...part('Analysis', analysis(declared)),
    ],
  };
}

function administration({ protocol, version, planHash, protocolHash }: Declared): readonly Row[] {
  return [
    [
      'Title',
      text(`${protocol.title}: statistical analysis plan. In the file it is called "${protocol.analysis.title}".`),
    ],
    ['Trial registration', given(protocol.governance.registration, 'Registry and number.')],
    [
      'Version of the plan',
      text(
        version === null ? 'A draft that is not locked.' : `The plan of version ${version} of the declaration.`,
        `SHA-256 of the plan: ${planHash}. The plan that runs is the file of this hash; this text is made from it.`,
      ),
    ],
    ['Version of the protocol', text(`SHA-256 of the protocol: ${protocolHash}.`)],
    ['Revisions', text('Earlier versions, each with its reason and day, stand on the page of the trial.')],
    ['Roles', write('Names, affiliations and roles of those who wrote the plan.')],
    [
      'Signatures',
      text(
        'The lock is signed in the service by the trial administrator and the trial statistician; the ledger tells when.',
      ),
      write('Signature of the chief investigator, where one is asked for.'),
    ],
  ];
}

function introduction({ protocol }: Declared): readonly Row[] {
  return [
    ['Background and reasons', write('Why the trial is done, in short.')],
    ['Objectives', text(protocol.question)],
  ];
}

function methods({ protocol, size }: Declared): readonly Row[] {
  const days = protocol.outcomes.map(({ windowDays }) => windowDays);
  return [
    ['Trial design', text(designWords(protocol))],
    ['Randomisation', text(schemeSentence(protocol), seedWords(protocol))],
    ['Sample size', ...sizeBlocks(protocol, size)],
    [
      'Framework',
      text(
        'Superiority, with tests of two sides; each comparison is read from its interval against the smallest effect of interest.',
      ),
    ],
    [
      'Interim analyses and stopping',
      text(interimWords(protocol) ?? 'No interim look is declared, so that no error is spent on one.'),
    ],
    [
      'Timing of the final analysis',
      text(
        `Once, by the locked plan, after the trial has closed, its data are frozen and the last window (${Math.max(...days)} days) can be seen. The seed of the draw is published after it.`,
      ),
    ],
    [
      'Timing of outcome assessments',
      list(protocol.outcomes.map(({ label, windowDays }) => `${label}: up to day ${windowDays}.`)),
      text(windowRules),
    ],
  ];
}

function principles({ protocol }: Declared): readonly Row[] {
  return [
    [
      'Significance, intervals and multiplicity',
      text(levelWords(protocol), multiplicitySentence(protocol)),
      ...(protocol.contrasts.length > 1 ? [write('Why these comparisons are allowed for in this way.')] : []),
    ],
    [
      'Adherence and deviations',
      text(
        'Adherence is what the delivery log of each ceremony says against its arm. Errors of the draw are recorded, counted and never drawn again. Neither takes anybody out of the analysis.',
      ),
      write('Which deviations count as important.'),
    ],
    ['Analysis populations', text(populationRule, lateJoinerRule(protocol), filterWords(protocol))],
  ];
}

function filterWords({ analysis: { rows } }: Protocol): string {
  return rows.length === 0
    ? 'The plan leaves out no rows.'
    : `The plan keeps rows for which all of this holds: ${rows.map(rowWords).join('; ')}.`;
}

function population({ protocol }: Declared): readonly Row[] {
  const balance = protocol.analysis.estimators.some(({ method }) => method === 'balance');
  return [
    [
      'Screening',
      text('Everybody who is on a list before it closes is counted, and so is whoever is left out, with the reason.'),
    ],
    ['Eligibility', text(populationWords(protocol))],
    ['Recruitment', text('The flow of clusters and people is drawn from the events of the trial, after CONSORT 2025.')],
    [
      'Withdrawal and follow-up',
      text(
        'People who leave or object are counted by arm with what they asked for; those who object to the use of their data are left out of the data set.',
      ),
    ],
    [
      'Baseline characteristics',
      text(
        balance
          ? `Compared by standardised differences, without tests: ${covariateNames(protocol.analysis.covariates) || 'the covariates of the plan'}.`
          : 'The plan declares no table of baseline characteristics.',
      ),
    ],
  ];
}

function analysis({ protocol }: Declared): readonly Row[] {
  const { analysis: plan } = protocol;
  const said = (ones: ReturnType<typeof comparing>) => list(ones.map((one) => estimatorWords(one, plan)));
  const others = otherOutcomes(protocol);
  const subgroups = subgroupOnes(protocol);
  return [
    ['Outcome definitions', list([...primaryOutcomes(protocol), ...others].map(outcomeWords))],
    [
      'Analysis methods',
      said(comparing(protocol)),
      text(
        clusterNote(protocol),
        'The first analysis of the primary outcome is the answer to the question of the trial.',
      ),
    ],
    [
      'Covariates',
      text(
        plan.covariates.length === 0
          ? 'The plan declares none for all its estimators.'
          : `${covariateNames(plan.covariates)}.`,
      ),
    ],
    [
      'Assumptions, and what is done where they fail',
      text(
        'What cannot be estimated is told with its reason, and nothing is put in its place. Too few clusters and arms too small for normal theory are warned of.',
      ),
      write('Further checks of assumptions, where any are planned.'),
    ],
    ['Subgroups', subgroups.length === 0 ? text('None are declared.') : said(subgroups)],
    ['Missing data', text(missingRule(protocol))],
    [
      'Additional analyses',
      ...(describingOnes(protocol).length === 0 ? [] : [said(describingOnes(protocol))]),
      text('Any analysis that is not in the plan is labelled exploratory, in every file made of it.'),
    ],
    ['Harms', write('How harms are summarised.')],
    [
      'Statistical software',
      text(
        'Pledge, whose version stands in results.json. The bundle of a run holds replicate.R, which computes the figures again in R.',
      ),
    ],
    [
      'References',
      text('Gamble et al. 2017, JAMA 318:2337–2343.'),
      write('Papers on methods that are not usual in the field, and the data management plan.'),
    ],
  ];
}
