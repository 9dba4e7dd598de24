/** Two small protocols in the contract's own form, read by the parser the service uses. */
import { InputRefused } from '../../analysis/plan/problem.ts';
import { type Protocol, parseProtocol } from '../../src/trial/protocol.ts';

const analysis = (armColumn: string, reference: string) => ({
  title: 'Registration after a ceremony',
  arm: { column: armColumn, reference },
  cluster: 'ceremony',
  strata: ['borough'],
  outcomes: [{ name: 'registered', column: 'registered', kind: 'binary', primary: true }],
  contrasts: 'each-against-reference',
  multiplicity: { method: 'holm', across: 'contrasts' },
  estimators: [
    { id: 'main', method: 'linear', errors: 'CR1S' },
    { id: 'rates', method: 'proportions', interval: 'wilson' },
  ],
});

const boroughs = [
  { code: 'E09000005', name: 'Brent' },
  { code: 'E09000025', name: 'Newham' },
  { code: 'E09000028', name: 'Southwark' },
  { code: 'E09000030', name: 'Tower Hamlets' },
];

const outcomes = [
  {
    name: 'registered',
    label: 'Registered to vote within 90 days',
    kind: 'binary',
    windowDays: 90,
    sources: ['administrative', 'partner-verified', 'self-reported'],
    primary: true,
  },
];

const common = {
  format: 'pledge-protocol/1',
  boroughs,
  outcomes,
  leadTimeWorkingDays: 5,
  smallestEffectOfInterest: 0.05,
};

const parsed = (document: object): Protocol => {
  const result = parseProtocol(JSON.stringify(document));
  if (!result.ok) throw new InputRefused(result.problems);
  return result.value;
};

export const ceremonyOfferProtocol = parsed({
  ...common,
  slug: 'ceremony-offer',
  title: 'Ceremony offer',
  question: 'Do a volunteering stall and behavioural prompts at a ceremony lead more new citizens to register to vote?',
  unit: 'ceremony',
  scheme: { kind: 'blocks', blockSizes: [27] },
  strata: ['borough'],
  arms: [
    {
      name: 'standard',
      ratio: 1,
      delivered: 'in-room',
      description: { briefName: 'The ceremony as it is held today', why: 'The comparison for both other arms' },
    },
    {
      name: 'volunteering',
      ratio: 1,
      delivered: 'in-room',
      description: {
        briefName: 'A volunteering service is present',
        procedures:
          'A stall stands in the room before and after the ceremony, and the presiding official points it out.',
        whoProvides: 'The volunteer centre of the borough',
      },
    },
    {
      name: 'volunteering-and-prompts',
      ratio: 1,
      delivered: 'in-room',
      description: { briefName: 'The volunteering service, and behavioural prompts' },
    },
  ],
  contrasts: [
    ['volunteering', 'standard'],
    ['volunteering-and-prompts', 'standard'],
  ],
  analysis: analysis('arm', 'standard'),
});

export const welcomePackProtocol = parsed({
  ...common,
  slug: 'welcome-pack',
  title: 'Welcome pack',
  question: 'Does a registration prompt in the pack people take home lead more of them to register to vote?',
  unit: 'household',
  scheme: { kind: 'cohort' },
  strata: ['borough', 'group_size'],
  arms: [
    { name: 'standard pack', ratio: 1, delivered: 'individual', description: { briefName: 'The pack as it is today' } },
    {
      name: 'registration prompt',
      ratio: 1,
      delivered: 'individual',
      description: { briefName: 'The pack with a prompt to register' },
    },
    {
      name: 'prompt and card',
      ratio: 1,
      delivered: 'individual',
      description: { briefName: 'The pack with the prompt and a volunteering card' },
    },
  ],
  stoppedArms: ['prompt and card'],
  beacon: { source: 'drand quicknet', round: 5_000_000 },
  contrasts: [
    ['registration prompt', 'standard pack'],
    ['prompt and card', 'standard pack'],
  ],
  analysis: analysis('arm', 'standard pack'),
});
