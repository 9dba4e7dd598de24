/**
 * The checklist of CONSORT 2025 (Hopewell et al. 2025, BMJ 388:e081123; 30 items in 42 rows, named here by topic in our words), with the
 * rows that trials of clusters (Campbell et al. 2012, BMJ 345:e5661) and of several arms (JAMA 2019;321(16), doi 10.1001/jama.2019.3087) add where
 * they belong. What the declaration says is filled in; what is written from a run names the file; what only a person knows is left blank.
 */
import { boroughName } from '../boroughs.ts';
import { planHash, protocolHash } from '../protocol.ts';
import type { Protocol } from '../protocol-schema.ts';
import { unitPlurals } from '../unit.ts';

/** `declared`: from the protocol. `run`: from the files of a run or of a release. `person`: somebody has to write it. */
export type ChecklistRow = {
  readonly item: string;
  readonly topic: string;
  readonly from: 'declared' | 'run' | 'person';
  readonly text: string;
};

const blank = '';

export function consortChecklist(protocol: Protocol, document: string): readonly ChecklistRow[] {
  const { arms, boroughs, governance, outcomes, analysis, scheme, strata, unit } = protocol;
  const declared = (item: string, topic: string, text: string): ChecklistRow => ({
    item,
    topic,
    from: 'declared',
    text,
  });
  const run = (item: string, topic: string, text: string): ChecklistRow => ({ item, topic, from: 'run', text });
  const person = (item: string, topic: string): ChecklistRow => ({ item, topic, from: 'person', text: blank });
  const given = (item: string, topic: string, text: string | null): ChecklistRow =>
    text === null ? person(item, topic) : declared(item, topic, text);
  const isClustered = unit !== 'attendee';
  const names = arms.map(({ name }) => name).join(', ');
  const methods = analysis.estimators.map(({ id, method }) => `${id} (${method})`).join(', ');
  const only = (condition: boolean, row: ChecklistRow): readonly ChecklistRow[] => (condition ? [row] : []);
  return [
    declared('1a', 'Title says that the trial is randomised', protocol.title),
    person('1b', 'Structured summary'),
    given('2', 'Registration', governance.registration),
    declared(
      '3',
      'Where protocol and analysis plan can be had',
      `Public page of the trial; SHA-256 of the protocol ${protocolHash(document)}, of the plan ${planHash(document)}`,
    ),
    declared(
      '4',
      'Data sharing',
      'Released figures with metadata under the Open Government Licence; rows of people are not shared',
    ),
    person('5a', 'Funding'),
    person('5b', 'Interests of authors'),
    person('6', 'Background and reasons'),
    ...only(isClustered, person('6, cluster', `Reasons for randomising ${unitPlurals[unit]}`)),
    declared('7', 'Objectives', protocol.question),
    ...only(
      arms.length > 2,
      declared(
        '7, several arms',
        'Which arms are compared',
        protocol.contrasts.map(([one, other]) => `${one} against ${other}`).join('; '),
      ),
    ),
    person('8', 'Involvement of patients or public'),
    declared(
      '9',
      'Design',
      `Parallel arms ${names}, ratio ${arms.map(({ ratio }) => ratio).join(':')}; ${unitPlurals[unit]} randomised`,
    ),
    run(
      '10',
      'Changes after the trial began',
      'Ledger of the trial (ledger.jsonl); versions of the protocol on its page',
    ),
    declared('11', 'Setting', boroughs.map(({ code, name }) => name ?? boroughName(code) ?? code).join(', ')),
    declared(
      '12a',
      'Who could take part',
      `Adults; ${protocol.eligibility.ceremonyKind} ceremonies${protocol.eligibility.inPerson ? ' in person' : ''}`,
    ),
    person('12b', 'Eligibility of sites and of those who deliver'),
    ...only(
      isClustered,
      declared(
        '12a, cluster',
        'Which clusters could take part',
        `Every ceremony of these boroughs entered before its list closed`,
      ),
    ),
    ...arms.map(({ name, description }) => declared('13', `Intervention: ${name}`, description.briefName)),
    ...outcomes.map(({ label, primary, windowDays, sources }) =>
      declared(
        '14',
        primary ? 'Primary outcome' : 'Other outcome',
        `${label}; within ${windowDays} days; ${sources.join(', then ')}`,
      ),
    ),
    person('15', 'How harms are defined and assessed'),
    declared(
      '16a',
      'Size of the trial',
      `Smallest effect of interest ${protocol.smallestEffectOfInterest * 100} percentage points; pledge protocol check gives the power`,
    ),
    declared(
      '16b',
      'Interim looks',
      analysis.estimators.some(({ method }) => method === 'interim') ? 'As the plan declares' : 'None declared',
    ),
    declared('17a', 'How the sequence was made', `Seed committed to before the first ceremony; docs/randomisation.md`),
    declared(
      '17b',
      'Type of randomisation',
      `${scheme.kind}${strata.length === 0 ? '' : `, stratified by ${strata.join(', ')}`}`,
    ),
    declared(
      '18',
      'Concealment',
      `Arms do not exist before a list is closed, and are unsealed ${protocol.leadTimeWorkingDays} working days before the ceremony`,
    ),
    ...only(isClustered, declared('18, cluster', 'Concealment of clusters', `The unit concealed is the ${unit}`)),
    run('19', 'Who enrolled and who assigned', 'Ledger; records of who looked at arms'),
    person('20a', 'Who was blinded'),
    person('20b', 'How blinding was kept'),
    declared('21a', 'Statistical methods', methods),
    ...only(
      arms.length > 2,
      declared('21a, several arms', 'Several comparisons', analysis.multiplicity?.method ?? 'Not adjusted'),
    ),
    declared('21b', 'Who is in each analysis', 'Everybody on a closed list, in the arm as randomised'),
    declared('21c', 'Missing data', 'Left out, unless the plan imputes; bounds where it asks for attrition'),
    declared('21d', 'Further analyses', 'Those of the plan; any other is labelled exploratory'),
    run('22a', 'Flow of people', `consort.svg${isClustered ? `, ${unitPlurals[unit]} and people` : ''}`),
    run('22b', 'Losses and exclusions, with reasons', 'consort.svg'),
    run('23a', 'Dates of recruitment and follow-up', 'Ledger'),
    run('23b', 'Why the trial ended', 'Ledger'),
    run('24a', 'Interventions as delivered', 'Delivery logs'),
    person('24b', 'Other care during the trial'),
    run('25', 'Baseline data', 'report.html, where the plan asks for balance'),
    run(
      '26',
      'Numbers analysed, outcomes, estimates with intervals, absolute and relative',
      'report.html; effects.csv of the release',
    ),
    ...only(
      isClustered,
      run(
        '26, cluster',
        'Intracluster correlation of each outcome',
        'report.html, where the plan asks for icc; methods.md of the release',
      ),
    ),
    person('27', 'Harms'),
    run('28', 'Other analyses, told apart from those planned', 'report.html'),
    person('29', 'Interpretation'),
    person('30', 'Limitations'),
  ];
}

const words = { declared: 'declared', run: 'in the run', person: '**to be written**' } as const;

/** As Markdown; the same protocol gives the same text. */
export function consortChecklistText(protocol: Protocol, document: string): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = consortChecklist(protocol, document).map(
    ({ item, topic, from, text }) => `| ${item} | ${topic} | ${words[from]} | ${cell(text)} |`,
  );
  return `# CONSORT 2025 checklist: ${protocol.title}

After Hopewell et al. 2025 (BMJ 388:e081123), with the extensions for clusters (2012) and several arms (2019). Topics are named in our words.

| item | topic | where it comes from | text |
|---|---|---|---|
${rows.join('\n')}
`;
}
