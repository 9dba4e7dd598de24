/**
 * Text to paste into an OSF Preregistration. The questions are those of the Center for Open Science's template (26 of them, as in its
 * "Preregistration Challenge" template); the form on the website may order them otherwise. A person submits it.
 */
import {
  boroughNames,
  concealmentWords,
  designWords,
  listed,
  populationWords,
  schemeSentence,
  seedWords,
} from './design-words.ts';
import { type Declared, list, type ProtocolDocument, part, text, write } from './document.ts';
import { lateJoinerRule, missingRule, outcomeWords, populationRule, windowRules } from './outcome-words.ts';
import {
  comparing,
  covariateNames,
  describingOnes,
  estimatorWords,
  interimWords,
  levelWords,
  multiplicitySentence,
  smallestEffectWords,
  subgroupOnes,
} from './plan-words.ts';
import { expectedWords, sizeBlocks } from './size-words.ts';

export function osfDocument(declared: Declared): ProtocolDocument {
  const { protocol, size, protocolHash, planHash } = declared;
  const { analysis: plan } = protocol;
  const further = [...subgroupOnes(protocol), ...describingOnes(protocol)];
  const said = (ones: typeof further) => list(ones.map((one) => estimatorWords(one, plan)));
  return {
    title: `OSF preregistration: ${protocol.title}`,
    after:
      'Answers to the questions of the OSF preregistration template, to be pasted into its form by a person. The form on the website may order its questions otherwise.',
    sections: [
      ...part('Study information', [
        ['Title', text(protocol.title)],
        ['Authorship', write('Names and affiliations.')],
        ['Research questions', text(protocol.question)],
        [
          'Hypotheses',
          list(
            protocol.contrasts.map(
              ([one, other]) => `The share of people with the primary outcome differs between ${one} and ${other}.`,
            ),
          ),
          text('Tests have two sides.'),
          write('The direction that is expected of each, where one is.'),
        ],
      ]),
      ...part('Sampling plan', [
        [
          'Existing data',
          text(
            protocol.baseline === null
              ? 'Registration before the data exist.'
              : `Registration before the data exist. A baseline phase of ${protocol.baseline.weeks} weeks records outcomes without arms.`,
          ),
          write('Confirm this on the day of submission.'),
        ],
        ['Explanation of existing data', write('Only where some data exist on the day of submission.')],
        [
          'Data collection procedures',
          text(populationWords(protocol), lateJoinerRule(protocol), windowRules),
          write('First and last day of enrolment.'),
        ],
        ['Sample size', size === null ? write('How many units and people are expected.') : text(expectedWords(size))],
        ['Sample size rationale', ...sizeBlocks(protocol, size)],
        [
          'Stopping rule',
          text(
            interimWords(protocol) ?? 'No interim look is declared: nothing that is seen of outcomes ends the trial.',
          ),
          write('The day on which enrolment ends, or what it hangs on.'),
        ],
      ]),
      ...part('Variables', [
        [
          'Manipulated variables',
          list(protocol.arms.map(({ name, description }) => `${name}: ${description.briefName}`)),
        ],
        [
          'Measured variables',
          list(protocol.outcomes.map(outcomeWords)),
          text(
            plan.covariates.length === 0
              ? 'No covariates are declared for the whole plan.'
              : `Covariates: ${covariateNames(plan.covariates)}.`,
          ),
        ],
        ['Indices', text('None: no outcomes are combined.')],
      ]),
      ...part('Design plan', [
        ['Study type', text('Experiment: a randomised trial.')],
        [
          'Blinding',
          text(
            'Researchers and those who follow people up by code see no arm before the locked analysis. Staff who run a ceremony know its arm.',
          ),
          write('Whether people who come know that arms differ.'),
        ],
        ['Study design', text(designWords(protocol), `Boroughs: ${listed(boroughNames(protocol))}.`)],
        ['Randomisation', text(schemeSentence(protocol), seedWords(protocol), concealmentWords(protocol))],
      ]),
      ...part('Analysis plan', [
        ['Statistical models', said(comparing(protocol))],
        ['Transformations', text('None.')],
        ['Follow-up analyses', further.length === 0 ? text('None are declared.') : said(further)],
        [
          'Inference criteria',
          text(levelWords(protocol), multiplicitySentence(protocol), smallestEffectWords(protocol)),
        ],
        ['Data exclusion', text(populationRule)],
        ['Missing data', text(missingRule(protocol))],
        [
          'Exploratory analysis',
          text('Any analysis that is not named here is labelled exploratory in every file made of it.'),
        ],
      ]),
      ...part('Other', [
        [
          'Analysis scripts',
          text(
            `The plan is a file that runs as it is. SHA-256 of the plan: ${planHash}. A run makes replicate.R, which computes its figures again in R.`,
          ),
        ],
        [
          'Other',
          text(
            `SHA-256 of the protocol: ${protocolHash}. The page of the trial publishes protocol, plan and the commitment to the seed.`,
          ),
        ],
      ]),
    ],
  };
}
