/**
 * Text to paste into the AEA RCT Registry. Fields and which are required (*) as on socialscienceregistry.org/site/version and in its entries;
 * the registry's DOI is 10.1257/rct.ID-major.minor. A person submits it.
 */
import { countWords, designWords, listed, schemeSentence, seedWords, sentence, unitWords } from './design-words.ts';
import { type Declared, given, list, type ProtocolDocument, part, type Row, text, write } from './document.ts';
import { otherOutcomes, outcomeWords, primaryOutcomes, windowRules } from './outcome-words.ts';
import { comparing, estimatorWords, levelWords, multiplicitySentence, smallestEffectWords } from './plan-words.ts';
import { detectableRange, expectedWords } from './size-words.ts';

export function aeaDocument(declared: Declared): ProtocolDocument {
  const { protocol, planHash, protocolHash } = declared;
  const { governance } = protocol;
  const primary = primaryOutcomes(protocol);
  const others = otherOutcomes(protocol);
  return {
    title: `AEA RCT Registry: ${protocol.title}`,
    after:
      'Text for the fields of the AEA RCT Registry (socialscienceregistry.org), to be pasted into its form by a person. * marks fields that its page on versions calls required.',
    sections: [
      ...part('Trial information', [
        ['Trial title*', text(protocol.title)],
        ['Country*', text('United Kingdom')],
        ['Region', text('London')],
        ['Primary investigator*', write('Name, affiliation and e-mail address; those of other investigators.')],
        ['Status*', write('In development, on-going, completed or withdrawn, on the day of submission.')],
        ['Keywords*', write('From the list of the registry.')],
        ['JEL codes', write('Where any fit.')],
        [
          'Secondary identifying numbers',
          given(governance.registration, 'Numbers in other registries, where there are any.'),
        ],
        ['Abstract*', text(protocol.question, designWords(protocol))],
      ]),
      ...part('Dates', [
        ['Trial start and end*', write('First and last day.')],
        ['Intervention start and end*', write('First and last ceremony.')],
      ]),
      ...part('Sponsors and partners', [
        ['Sponsors and partners', write('Those who fund, and partner organisations.')],
      ]),
      ...part('Interventions', [
        [
          'Intervention',
          list(
            protocol.arms.map(
              ({ name, description: { briefName, procedures } }) =>
                `${name}: ${sentence(briefName)}${procedures === null ? '' : ` ${sentence(procedures)}`}`,
            ),
          ),
        ],
      ]),
      ...part('Outcomes', [
        ['Primary outcomes*', list(primary.map(({ label }) => label))],
        ['Primary outcomes, explanation', list(primary.map(outcomeWords)), text(windowRules)],
        ['Secondary outcomes', others.length === 0 ? text('None.') : list(others.map(({ label }) => label))],
        ['Secondary outcomes, explanation', others.length === 0 ? text('None.') : list(others.map(outcomeWords))],
      ]),
      ...part('Experimental design', [
        ['Experimental design*', text(designWords(protocol))],
        ['Randomisation method*', text(schemeSentence(protocol), seedWords(protocol))],
        ['Randomisation unit*', text(unitWords(protocol.unit))],
        ['Was the treatment clustered?*', text(protocol.unit === 'attendee' ? 'By household only.' : 'Yes.')],
        ...sizeRows(declared),
      ]),
      ...part('Ethics', [
        [
          'Was approval obtained?*',
          given(governance.ethicsApproval, 'The name of the committee, the date and the number of its approval.'),
        ],
      ]),
      ...part('Analysis plan', [
        [
          'Analysis plan',
          list(comparing(protocol).map((one) => estimatorWords(one, protocol.analysis))),
          text(
            levelWords(protocol),
            multiplicitySentence(protocol),
            `SHA-256 of the plan: ${planHash}; of the protocol: ${protocolHash}.`,
          ),
        ],
      ]),
    ],
  };
}

function sizeRows({ protocol, size }: Declared): readonly Row[] {
  if (size === null) {
    return [['Planned clusters, observations and observations by arm*', write('How many are planned.')]];
  }
  const { arms } = protocol;
  const whole = arms.reduce((sum, { ratio }) => sum + ratio, 0);
  const shares = arms.map(({ name, ratio }) => `${name} about ${Math.round((size.units * ratio) / whole)}`);
  const range = detectableRange(size);
  return [
    ['Planned number of clusters*', text(`About ${Math.round(size.units)} ${size.unitsName}.`)],
    ['Planned number of observations*', text(expectedWords(size))],
    ['Size by arm*', text(`${listed(shares)} ${size.unitsName}, in ${countWords(arms.length)} arms.`)],
    [
      'Minimum detectable effect',
      text(
        smallestEffectWords(protocol),
        range === null
          ? ''
          : `With correlations within clusters from ${size.rows[0]?.icc ?? 0} to ${size.rows.at(-1)?.icc ?? 0}, differences of ${range} can be detected.`,
      ),
      write('The share of people in the reference arm that is expected, and its standard deviation.'),
    ],
  ];
}
