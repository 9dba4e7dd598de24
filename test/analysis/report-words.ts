/** Reports of one made-up trial as a reader meets them: their words, from a plan's outcome and estimators. */
import { expect } from 'vitest';
import { analyse } from '../../analysis/run.ts';

const lines = Array.from({ length: 240 }, (_, row) => {
  const arm = ['control', 'letter', 'visit'][row % 3];
  const voted = Number((row * 13) % 7 < 2 + (row % 3));
  const [days, registered] = [1 + ((row * 17) % 40), Number(row % 5 > 0)];
  const [age, received] = [row === 5 ? '' : 20 + (row % 50), Number(row % 3 > 0 && row % 4 > 0)];
  return [arm, `w${row % 4}`, Math.floor(row / 6), voted, days, registered, age, received, row % 6].join(',');
});
const data = new TextEncoder().encode(`arm,ward,hall,voted,days,registered,age,received,visits\n${lines.join('\n')}\n`);

export const voted = { name: 'voted', column: 'voted', kind: 'binary', primary: true };
export const registered = {
  name: 'registered',
  kind: 'time-to-event',
  time: 'days',
  event: 'registered',
  primary: true,
};
export const visits = { name: 'visits', column: 'visits', kind: 'count', primary: true };
export const nobody = [{ column: 'ward', op: '=', value: 'w9' }];
export const difference = { id: 'second', method: 'risk-difference' };

/** A report's words, drawings and marks aside. */
export async function page(outcome: object, estimators: readonly object[], more: object = {}): Promise<string> {
  const plan = {
    title: 'A head',
    arm: { column: 'arm', reference: 'control' },
    outcomes: [outcome],
    contrasts: 'each-against-reference',
    ...more,
    estimators,
  };
  const { files } = await analyse({ planText: JSON.stringify(plan), data, engineVersion: '1.2.3' });
  return new TextDecoder()
    .decode(files.find(({ name }) => name === 'report.html')?.bytes)
    .replace(/<style>[\s\S]*<\/style>/, '')
    .replaceAll(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll(/\s+/g, ' ');
}

/** Those at its head. */
export async function head(outcome: object, estimators: readonly object[], more: object = {}): Promise<string> {
  const text = await page(outcome, estimators, more);
  const from = text.indexOf('The question and the answer');
  expect(from).toBeGreaterThan(-1);
  return text.slice(from, text.indexOf(' The plan '));
}
