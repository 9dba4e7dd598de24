/**
 * The protocol document after SPIRIT 2025 (Chan et al. 2025, BMJ 389:e081477, doi 10.1136/bmj-2024-081477; 34 items in 53 rows, whose topics
 * are named here in our words), from the declaration. What only a person knows is a marked blank under its own item. Long because it is
 * one list: a row is looked up here by its number.
 */
import { outcomeSources } from '../outcome-window.ts';
import type { Protocol } from '../protocol-schema.ts';
import { unitPlurals } from '../unit.ts';
import {
  armWords,
  boroughNames,
  concealmentWords,
  designWords,
  listed,
  populationWords,
  schemeSentence,
  seedWords,
} from './design-words.ts';
import {
  type Block,
  type Declared,
  given,
  list,
  type ProtocolDocument,
  type Section,
  text,
  write,
} from './document.ts';
import { lateJoinerRule, missingRule, outcomeWords, populationRule, timeline, windowRules } from './outcome-words.ts';
import {
  comparing,
  describingOnes,
  estimatorWords,
  interimWords,
  levelWords,
  multiplicitySentence,
  subgroupOnes,
} from './plan-words.ts';
import { sizeBlocks } from './size-words.ts';

export function spiritDocument(declared: Declared): ProtocolDocument {
  return {
    title: `Trial protocol: ${declared.protocol.title}`,
    after:
      'After the SPIRIT 2025 statement (Chan et al. 2025, BMJ 389:e081477). Numbers are those of its checklist; topics are named in our words.',
    sections: [
      ...part('Administrative information', administration(declared)),
      ...part('Open science', openScience(declared)),
      ...part('Introduction', introduction(declared)),
      ...part('Methods: involvement and design', involvement(declared)),
      ...part('Methods: people, interventions and outcomes', people(declared)),
      ...part('Methods: assignment', assignment(declared)),
      ...part('Methods: data and analysis', data(declared)),
      ...part('Methods: monitoring', monitoring(declared)),
      ...part('Ethics', ethics(declared)),
    ],
  };
}

type Row = readonly [item: string, heading: string, ...blocks: Block[]];

const part = (name: string, rows: readonly Row[]): readonly Section[] =>
  rows.map(([item, heading, ...blocks]) => ({ part: name, item, heading, blocks }));

function administration({ protocol, version, protocolHash }: Declared): readonly Row[] {
  return [
    ['1a', 'Title', text(`${protocol.title}: protocol of a randomised trial.`)],
    [
      '1b',
      'Structured summary',
      text(protocol.question, designWords(protocol)),
      write('Sponsor, contacts and dates that the WHO data set asks for.'),
    ],
    [
      '2',
      'Version',
      text(
        version === null ? 'A draft that is not locked.' : `Version ${version} of the declaration.`,
        `SHA-256 of its canonical form (RFC 8785): ${protocolHash}.`,
      ),
      write('The date of this version, as the page of the trial tells it.'),
    ],
    ['3a', 'Who contributed', write('Names, affiliations and roles of those who wrote the protocol.')],
    ['3b', 'Sponsor', write('Name of the sponsor, and how to reach them.')],
    [
      '3c',
      'Role of sponsor and funders',
      write('What sponsor and funders decide in design, conduct, analysis and reporting.'),
    ],
    [
      '3d',
      'Committees and offices',
      text(
        'A trial administrator sets the trial up; administrator and trial statistician sign the lock together; an auditor reads the ledger and the records of access; publishing the seed, moving a ceremony whose arm is known and writing why a release may not wait need two of them.',
      ),
      write('Who holds these offices, and any steering committee.'),
    ],
  ];
}

function openScience({ protocol, planHash }: Declared): readonly Row[] {
  return [
    [
      '4',
      'Registration',
      given(
        protocol.governance.registration,
        'Registry, number with its address, and date; or the registry that is meant.',
      ),
    ],
    [
      '5',
      'Where protocol and plan can be had',
      text(
        `On the public page of the trial, from the lock on. SHA-256 of the analysis plan: ${planHash}. The plan in words is the statistical analysis plan beside this document.`,
      ),
    ],
    [
      '6',
      'Data sharing',
      text(
        `Released figures, their metadata and a codebook are published under the Open Government Licence. Counts under ${protocol.disclosure.threshold} are withheld and others rounded to ${protocol.disclosure.base}. ` +
          'Rows of people are never published; research roles may take them after the locked analysis, without names, for a stated reason that is kept on record.',
      ),
    ],
    ['7a', 'Funding', write('Sources of funding and other support.')],
    ['7b', 'Interests', write('Financial and other interests of investigators and committee members.')],
    [
      '8',
      'Telling people the results',
      text(
        'A release is prepared by one person and approved by another. It holds tables, methods and guidance for local authorities, whose words follow from rules written before any result; null results are told as plainly as others.',
      ),
      write('How people who took part and the public are told.'),
    ],
  ];
}

function introduction({ protocol }: Declared): readonly Row[] {
  const reasons = protocol.arms.flatMap(({ name, description: { why } }) => (why === null ? [] : [`${name}: ${why}`]));
  return [
    [
      '9a',
      'Background and reasons',
      ...(reasons.length === 0 ? [] : [list(reasons)]),
      write('What is known from earlier studies, and why a trial is needed.'),
    ],
    [
      '9b',
      'Why this comparison',
      given(
        protocol.arms.find(({ name }) => name === protocol.analysis.arm.reference)?.description.why ?? null,
        'Why the reference arm was chosen.',
      ),
    ],
    ['10', 'Objectives', text(protocol.question), write('Objectives as to harms.')],
  ];
}

function involvement({ protocol }: Declared): readonly Row[] {
  return [
    [
      '11',
      'Involvement of the public',
      write('How new citizens or the public are involved in design, conduct and reporting.'),
    ],
    [
      '12',
      'Design',
      text(designWords(protocol)),
      ...(protocol.unit === 'attendee'
        ? []
        : [write(`Why ${unitPlurals[protocol.unit]} are randomised and not people.`)]),
    ],
  ];
}

function people({ protocol, size }: Declared): readonly Row[] {
  const arms = protocol.arms.map(armWords);
  const missing = arms.flatMap((arm) => arm.missing);
  return [
    [
      '13',
      'Setting',
      text(`Citizenship ceremonies of the register offices of ${listed(boroughNames(protocol))}, in London.`),
    ],
    ['14a', 'Who can take part', text(populationWords(protocol), lateJoinerRule(protocol))],
    ['14b', 'Who may deliver', write('What is asked of boroughs and of those who deliver the arms.')],
    [
      '15a',
      'Interventions and comparator',
      list(arms.flatMap((arm) => arm.said)),
      ...(missing.length === 0 ? [] : [write(`${listed(missing)}.`)]),
    ],
    [
      '15b',
      'Stopping or changing an intervention',
      text(
        'An arm can be stopped as a whole, by the trial administrator, with a reason; people drawn to it stay in it.',
      ),
      write('Whether and when a single ceremony or person may be given something else.'),
    ],
    [
      '15c',
      'Keeping to the interventions',
      text(
        'A delivery log of each ceremony records in coded lists what was delivered, by whom and for how long, and in what it differed from the arm.',
      ),
      write('What is done to help staff keep to the arms.'),
    ],
    ['15d', 'Other things offered', write('What else people may or may not be offered at or near the ceremony.')],
    ['16', 'Outcomes', list(protocol.outcomes.map(outcomeWords)), text(windowRules)],
    ['17', 'Harms', write('Which harms are looked for, and how.')],
    ['18', 'Timeline', list(timeline(protocol))],
    ['19', 'Size of the trial', ...sizeBlocks(protocol, size)],
    [
      '20',
      'Recruitment',
      text(
        'Nobody is recruited for the trial: people are enrolled who are booked into a ceremony. Boroughs may set targets and see how far they are reached.',
      ),
      write('What is done where fewer people come than expected.'),
    ],
  ];
}

function assignment({ protocol }: Declared): readonly Row[] {
  return [
    ['21a', 'How the sequence is made', text(seedWords(protocol))],
    ['21b', 'Type of randomisation', text(schemeSentence(protocol))],
    ['22', 'Concealment', text(concealmentWords(protocol))],
    [
      '23',
      'Who enrols and who assigns',
      text(
        'Registrars of each borough enrol people and close lists. The service draws. Nobody who enrols has the sequence or the seed, and both acts are in the ledger.',
      ),
    ],
    [
      '24a',
      'Who is blinded',
      text(
        'In this service, researchers and volunteer partners who follow people up see no arm before the locked analysis. The trial statistician sees what the plan allows and is never blind again in this trial. Whoever runs a ceremony knows its arm from the unsealing on.',
      ),
      write('Whether people who come are told that arms differ.'),
    ],
    [
      '24b',
      'How blinding is kept',
      text(
        'Readings that show arms are refused to blinded roles, and each one that is done is on record; whoever has done one cannot follow people up.',
      ),
      write('How alike the arms look to those who take part.'),
    ],
    [
      '24c',
      'Unblinding',
      text('A borough unseals the arms of its own ceremonies as planned. There is no unblinding of single people.'),
      write('Whether an arm may have to be told earlier, and who decides.'),
    ],
  ];
}

function data({ protocol }: Declared): readonly Row[] {
  const used = outcomeSources.filter((source) => protocol.outcomes.some(({ sources }) => sources.includes(source)));
  const more = [...subgroupOnes(protocol), ...describingOnes(protocol)];
  return [
    [
      '25a',
      'Collecting data',
      text(
        `Outcomes come from these kinds of source: ${listed(used.map((source) => source.replaceAll('-', ' ')))}. ${used.includes('administrative') ? `${registerWords(protocol)} ` : ''}Follow-up forms show no arm.`,
      ),
      write('Instruments, and what is known of how well they measure.'),
    ],
    [
      '25b',
      'Keeping in touch',
      text(
        protocol.reminders === null
          ? 'No reminders are sent.'
          : 'Reminders are the same in every arm, and whether they reach people alike in every arm is watched.',
        'Outcomes of people who leave early or miss the ceremony are collected alike.',
      ),
    ],
    [
      '26',
      'Data management',
      text(
        'No names, addresses or dates of birth are stored; people are known by keyed hashes made in the borough. State is kept in rows that are never changed, each act is an entry in a chain of hashes, and the data set is frozen and hashed when the trial closes.',
      ),
      write('How long data are kept, and by whom.'),
    ],
    [
      '27a',
      'Statistical methods',
      list(comparing(protocol).map((one) => estimatorWords(one, protocol.analysis))),
      text(levelWords(protocol), multiplicitySentence(protocol)),
      write('Statistical methods for harms.'),
    ],
    ['27b', 'Who is in each analysis', text(populationRule)],
    ['27c', 'Missing data', text(missingRule(protocol))],
    [
      '27d',
      'Further analyses',
      ...(more.length === 0 ? [] : [list(more.map((one) => estimatorWords(one, protocol.analysis)))]),
      text('Any analysis that is not in the plan is labelled exploratory.'),
    ],
  ];
}

/** What leaves a borough of its register: results by person, or counts alone. */
function registerWords(protocol: Protocol): string {
  const names = boroughNames(protocol);
  const counting = names.filter((_, index) => protocol.boroughs[index]?.shares !== 'people');
  const matched = 'The electoral register is matched inside the borough, on its own machine';
  if (counting.length === 0) return `${matched}; the service is given whether somebody was found and a day.`;
  const counts = `${listed(counting)} give${counting.length === 1 ? 's' : ''} counts and nothing by person`;
  return counting.length === names.length
    ? `${matched}. ${counts}.`
    : `${matched}; the service is given whether somebody was found and a day. ${counts}.`;
}

function monitoring({ protocol }: Declared): readonly Row[] {
  const looks = interimWords(protocol);
  return [
    ['28a', 'Data monitoring committee', write('Who is on it and what it may decide; or why none is needed.')],
    [
      '28b',
      'Interim looks',
      text(looks ?? 'No interim look is declared.'),
      ...(looks === null ? [] : [write('Who decides whether the trial ends early.')]),
    ],
    [
      '29',
      'Monitoring of conduct',
      text(
        'Recruitment, attendance, delivery, missing outcomes and errors of the draw are watched over all arms together while the trial runs; sizes of the arms by the trial statistician alone.',
      ),
      write('How often, and by whom.'),
    ],
  ];
}

function ethics({ protocol: { governance } }: Declared): readonly Row[] {
  const references = [
    ['Data protection impact assessment', governance.dataProtectionImpactAssessment],
    ['Equality impact assessment', governance.equalityImpactAssessment],
  ].flatMap(([name, reference]) => (reference === null || reference === undefined ? [] : [`${name}: ${reference}.`]));
  return [
    [
      '30',
      'Ethics approval',
      given(governance.ethicsApproval, 'The committee, its reference and the date.'),
      ...(references.length === 0 ? [] : [list(references)]),
    ],
    [
      '31',
      'Amendments',
      text(
        'Each amendment is a new version of the declaration, minor or major, signed by the trial administrator and the trial statistician. Its reason, day and hash stand on the page of the trial, and older versions stay readable. What the draw is made from cannot be amended.',
      ),
      write('Who else is told of an amendment, and how.'),
    ],
    ['32a', 'Consent', write('Whether consent is asked, of whom and when, or what stands in its place.')],
    ['32b', 'Consent to further uses', write('Whether data may be used in other studies.')],
    [
      '33',
      'Confidentiality',
      text(
        'Names stay in the borough. Whoever reads about one person, takes rows or sees an arm is on record. Counts that could point at somebody are withheld from every release.',
      ),
    ],
    ['34', 'After the trial', write('Whether people of the other arms are offered what worked.')],
  ];
}
