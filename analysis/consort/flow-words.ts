/** What stands in the boxes of a flow diagram, line by line, and the same as one text for those who do not see it. */
import type { FigureOf, Flow, FlowBox } from './flow.ts';

/** GSS symbol for a confidential figure ("Symbols in tables"): small counts, noughts, and what would give one away. */
export const hiddenSymbol = '[c]';
export const hiddenLegend = `${hiddenSymbol} is not shown: fewer than 10, or a count that would give such a one away. Other counts are rounded to 5.`;

export function boxLines(box: FlowBox, unitWords: string | null, figureOf: FigureOf): readonly string[] {
  const units = box.units === null || unitWords === null ? '' : ` in ${figure(figureOf, box.units)} ${unitWords}`;
  return [
    `n = ${figure(figureOf, box.people)}${units}`,
    ...box.lines.map(({ words, id }) => `${words}: ${figure(figureOf, id)}`),
  ];
}

export function figure(figureOf: FigureOf, id: string): string {
  const value = figureOf(id);
  return value === 'suppressed' ? hiddenSymbol : String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** Every box in reading order, as sentences. */
export function flowInWords(flow: Flow, figureOf: FigureOf): string {
  const boxes = [
    flow.assessed,
    flow.excluded,
    flow.randomised,
    ...flow.arms.flatMap(({ allocation, followUp, analysis }) => [allocation, followUp, analysis]),
  ];
  const notes = flow.notes.map(({ words, id }) => `${words}: ${figure(figureOf, id)}`);
  return [
    ...boxes.map((box) => `${box.title}: ${boxLines(box, flow.unitWords, figureOf).join('; ')}.`),
    ...(notes.length === 0 ? [] : [`Also counted: ${notes.join('; ')}.`]),
  ].join(' ');
}
