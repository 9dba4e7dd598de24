/**
 * The flow diagram as one SVG file that scales to its column and prints: boxes in rows as tall as their tallest, an arm a column. It
 * holds two to six arms, and any number of lines; words are broken to fit, and nothing is cut.
 */

import { at, line, text, wrapped } from '../report/charts/svg.ts';
import { type Fragment, type Html, html } from '../report/html.ts';
import type { FigureOf, Flow, FlowBox } from './flow.ts';
import { boxLines, figure, flowInWords, hiddenLegend } from './flow-words.ts';

const letter = 13;
const lineHeight = 17;
const padding = 8;
const gap = 16;
const drop = 26;
/** A line of Arial is narrower than this share of its letters' size for each; words of capitals are not. */
const usualWidth = 0.56;
/** Letters of a word that fills so much of a line that its own width counts. */
const longWord = 8;
const wideLetters = /[A-Z@%ÆŒ\u2e80-\uffef]/u;

type Placed = { readonly top: number; readonly height: number; readonly drawn: Fragment };

/** @param stamp says what this rendering is, such as "SIMULATED" or "Safe to publish"; null for none */
export function drawFlow(flow: Flow, figureOf: FigureOf, stamp: string | null): string {
  const column = flow.arms.length <= 3 ? 224 : 190;
  const width = Math.max(flow.arms.length * (column + gap) + gap, 2 * (column + gap) + gap + column / 2);
  const words = (box: FlowBox) => boxLines(box, flow.unitWords, figureOf);
  const wide = Math.max(column, 240);
  const spine = width / 2;

  const head = textAt(gap, gap, [flow.title, ...(stamp === null ? [] : [stamp])], width - 2 * gap, true);
  const assessed = box(spine - wide / 2, head.top + head.height + gap, wide, flow.assessed.title, words(flow.assessed));
  const excludedLeft = spine + gap;
  const excluded = box(
    excludedLeft,
    bottom(assessed) + drop,
    width - gap - excludedLeft,
    flow.excluded.title,
    words(flow.excluded),
  );
  const randomised = box(
    spine - wide / 2,
    bottom(excluded) + drop,
    wide,
    flow.randomised.title,
    words(flow.randomised),
  );
  const left = (index: number) => (width - (flow.arms.length * (column + gap) - gap)) / 2 + index * (column + gap);
  const centre = (index: number) => left(index) + column / 2;
  const fan = bottom(randomised) + drop / 2;
  const rowOf = (top: number, part: 'allocation' | 'followUp' | 'analysis') => {
    const boxes = flow.arms.map(({ [part]: one }) => ({ title: one.title, lines: words(one) }));
    const height = Math.max(...boxes.map(({ title, lines }) => heightOf(column, title, lines)));
    return {
      top,
      height,
      drawn: boxes.map(({ title, lines }, index) => box(left(index), top, column, title, lines, height).drawn),
    };
  };
  const allocation = rowOf(fan + drop / 2, 'allocation');
  const followUp = rowOf(bottom(allocation) + drop, 'followUp');
  const analysis = rowOf(bottom(followUp) + drop, 'analysis');
  const notes = flow.notes.map(({ words: said, id }) => `${said}: ${figure(figureOf, id)}`);
  const isSafe = flow.counts.counts.some(({ id, kind }) => kind === 'published' && figureOf(id) === 'suppressed');
  const foot = textAt(
    gap,
    bottom(analysis) + gap,
    [...(notes.length === 0 ? [] : ['Also counted', ...notes]), ...(isSafe ? [hiddenLegend] : [])],
    width - 2 * gap,
    false,
  );
  const height = bottom(foot) + gap;
  const arrows = [
    arrow(spine, bottom(assessed), spine, randomised.top),
    arrow(spine, excluded.top + excluded.height / 2, excludedLeft, excluded.top + excluded.height / 2),
    line(spine, bottom(randomised), spine, fan, 'flow'),
    line(centre(0), fan, centre(flow.arms.length - 1), fan, 'flow'),
    ...flow.arms.flatMap((_, index) => [
      arrow(centre(index), fan, centre(index), allocation.top),
      arrow(centre(index), bottom(allocation), centre(index), followUp.top),
      arrow(centre(index), bottom(followUp), centre(index), analysis.top),
    ]),
  ];
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${at(width)} ${at(height)}" role="img" aria-labelledby="flow-title flow-description" font-family="Arial, Helvetica, sans-serif" font-size="${letter}" fill="#0b0c0c">
<title id="flow-title">${flow.title}</title>
<desc id="flow-description">${flowInWords(flow, figureOf)}</desc>
<style>.flow { stroke: #0b0c0c; stroke-width: 1.5; fill: none; } .box { stroke: #0b0c0c; stroke-width: 1.5; fill: #fff; } .bold { font-weight: bold; }</style>
<rect width="${at(width)}" height="${at(height)}" fill="#fff"/>
${[head, assessed, excluded, randomised, allocation, followUp, analysis, foot].map(({ drawn }) => [drawn, '\n'])}
${arrows.map((one) => [one, '\n'])}
</svg>
`.text;
}

const bottom = ({ top, height }: Pick<Placed, 'top' | 'height'>) => top + height;

function fitted(column: number, words: string): readonly string[] {
  const long = words.split(/\s+/).filter((word) => word.length > longWord);
  const widest = [words, ...long].reduce((most, part) => Math.max(most, widthOfLetters(part)), usualWidth);
  return wrapped(words, Math.floor((column - 2 * padding) / (widest * letter)));
}

/** On average, as a share of their size; a bold W is as wide as that in the fonts that stand in for Arial. */
function widthOfLetters(word: string): number {
  const letters = [...word];
  return (
    letters.reduce((sum, one) => sum + (wideLetters.test(one) ? 1.15 : usualWidth), 0) / Math.max(1, letters.length)
  );
}

function heightOf(column: number, title: string, lines: readonly string[]): number {
  const count = [title, ...lines].reduce((sum, words) => sum + fitted(column, words).length, 0);
  return count * lineHeight + 2 * padding;
}

function box(x: number, top: number, column: number, title: string, lines: readonly string[], tall?: number): Placed {
  const height = tall ?? heightOf(column, title, lines);
  const drawn = [
    html`<rect class="box" x="${at(x)}" y="${at(top)}" width="${at(column)}" height="${at(height)}"/>`,
    '\n',
    textAt(x + padding, top + padding, [title, ...lines], column - 2 * padding, true).drawn,
  ];
  return { top, height, drawn };
}

/** Lines under each other, each broken to fit; the first is a heading where `isHeaded`. */
function textAt(x: number, top: number, lines: readonly string[], column: number, isHeaded: boolean): Placed {
  const broken = lines.flatMap((words, index) =>
    fitted(column + 2 * padding, words).map((piece) => ({ piece, isBold: isHeaded && index === 0 })),
  );
  const drawn = broken.map(({ piece, isBold }, index) => {
    const written = text(x, top + letter + index * lineHeight, piece);
    return isBold ? html`<g class="bold">${written}</g>\n` : html`${written}\n`;
  });
  return { top, height: broken.length * lineHeight, drawn };
}

/** A straight line with its head at the second point; down or to the right. */
function arrow(x1: number, y1: number, x2: number, y2: number): Html {
  const head =
    x1 === x2
      ? `${at(x2 - 5)},${at(y2 - 8)} ${at(x2)},${at(y2)} ${at(x2 + 5)},${at(y2 - 8)}`
      : `${at(x2 - 8)},${at(y2 - 5)} ${at(x2)},${at(y2)} ${at(x2 - 8)},${at(y2 + 5)}`;
  return html`${line(x1, y1, x2, y2, 'flow')}<polyline class="flow" points="${head}"/>`;
}
