/** `pledge protocol diff OLD NEW`: what an amendment would change of a locked protocol, and what of it cannot be changed. */
import { visible } from '../../../analysis/plan/quoted.ts';
import { type JudgedChange, judgeChanges, leastWeight, nothingHappened } from '../../trial/amendment.ts';
import type { Fixing } from '../../trial/amendment-rules.ts';
import { parseProtocol, protocolHash } from '../../trial/protocol.ts';
import { type Command, exitCodes } from '../command.ts';
import { readBytes, refuse, refuseWords } from '../input-file.ts';
import { jsonText } from '../json-text.ts';
import { readWords } from '../words.ts';

const usage = 'pledge protocol diff OLD NEW [--json]';

export const protocolDiffCommand: Command = {
  name: 'protocol diff',
  summary: 'what an amendment changes of a locked protocol, whether it is minor or major, and what cannot be changed',
  details:
    'Exit 0: whatever changes can be amended. Exit 3: a change touches what is fixed from the lock on. What the trial has used since, and who has read outcomes by arm, only the service knows: it is said which changes they would end.',
  usage,
  async run(words, terminal) {
    const read = readWords(words, { options: {}, flags: ['json'], files: ['OLD', 'NEW'] });
    if (!read.ok) return refuseWords(terminal, read.problems, usage);
    const texts: string[] = [];
    for (const file of read.value.files) {
      const bytes = await readBytes(file);
      const text = bytes.ok ? new TextDecoder().decode(bytes.value) : '';
      const parsed = bytes.ok ? parseProtocol(text) : bytes;
      if (!parsed.ok)
        return refuse(
          terminal,
          parsed.problems.map((problem) => ({ ...problem, file })),
        );
      texts.push(text);
    }
    const [before = '', after = ''] = texts;
    const changes = judgeChanges(before, after, nothingHappened);
    const report = {
      ...{ protocolHashBefore: protocolHash(before), protocolHashAfter: protocolHash(after) },
      ...{ least: leastWeight(changes), canBeAmended: changes.every(({ refusal }) => refusal === null) },
      changes: changes.map(({ steps: _, ...change }) => change),
    };
    terminal.out(read.value.flags.has('json') ? jsonText(report, 2) : asText(report, changes));
    return report.canBeAmended ? exitCodes.done : exitCodes.refusal;
  },
};

const onceWords: Readonly<Record<Fixing, string>> = {
  ceremonies: 'once a ceremony is put into the trial',
  opened: 'once the trial has opened',
  records: 'once it is recorded of somebody',
  results: 'once an outcome is recorded',
  reminders: 'once a reminder is made',
  'outcomes-seen': 'once somebody has read outcomes by arm',
};

type Report = { readonly protocolHashBefore: string; readonly protocolHashAfter: string; readonly least: string };

function asText({ protocolHashBefore, protocolHashAfter, least }: Report, changes: readonly JudgedChange[]): string {
  const lines = [
    `Protocol hash before  ${protocolHashBefore}`,
    `Protocol hash after   ${protocolHashAfter}`,
    ...changes.flatMap(changeLines),
    changes.length === 0 ? 'Nothing changes' : `At least ${least}`,
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

function changeLines({ place, kind, before, after, weight, refusal, fixedOnce }: JudgedChange): readonly string[] {
  return [
    `${place}: ${kind}, ${weight}`,
    ...(before === null ? [] : [`  - ${before}`]),
    ...(after === null ? [] : [`  + ${after}`]),
    ...(refusal === null ? [] : [`  cannot be amended: ${refusal}`]),
    ...fixedOnce.flatMap(({ since }) => (since === 'always' ? [] : [`  not any more ${onceWords[since]}`])),
  ];
}
