/** Estimates with their intervals under each other, and the line of no effect through them; an open end has an arrow. */
import { type Fragment, html } from '../html.ts';
import type { ForestChart, ForestRow } from './chart.ts';
import { at, drawing, letter, line, text, width, wrapped } from './svg.ts';
import { type Axis, plainAxis, ratioAxis, tickWords } from './ticks.ts';

const [left, right] = [28, width - 28];
const lineHeight = 20;

export function forest(id: string, { title, scale, unit, rows }: ForestChart, stamp: string | null) {
  const none = scale === 'ratio' ? 1 : 0;
  const axis = axisOf(rows, scale);
  const x = (value: number) => left + axis.place(value) * (right - left);
  let y = 8;
  const drawn: Fragment[] = rows.map((row) => {
    const label = wrapped(row.label);
    const start = y + letter;
    y = start + lineHeight * (label.length - 1) + 16;
    const own = [label.map((words, index) => [text(4, start + index * lineHeight, words), '\n']), marks(row, x, y)];
    y += 14;
    return own;
  });
  const [top, bottom] = [4, y + 4];
  const ticks = axis.ticks.map((tick) => [
    line(x(tick), bottom, x(tick), bottom + 6, 'axis'),
    text(x(tick), bottom + 22, tickWords(tick), 'middle'),
    '\n',
  ]);
  const description = `${rows.length} estimates with their intervals, in ${unit}. The dashed line is no effect (${none}). The same numbers stand in the table.`;
  return drawing({ id, title, description, height: bottom + 52, stamp }, [
    line(x(none), top, x(none), bottom, 'none'),
    '\n',
    drawn,
    line(left, bottom, right, bottom, 'axis'),
    '\n',
    ticks,
    text(width / 2, bottom + 44, unit, 'middle'),
  ]);
}

/** The line of no effect is always within it, with room on both sides. */
function axisOf(rows: readonly ForestRow[], scale: ForestChart['scale']): Axis {
  const none = scale === 'ratio' ? 1 : 0;
  const values = rows.flatMap(({ value }) => {
    if (value === null) return [];
    return [value.estimate, value.lower, value.upper].filter((one) => typeof one === 'number');
  });
  const usable = scale === 'ratio' ? values.filter((value) => value > 0) : values;
  const from = usable.reduce((least, value) => Math.min(least, value), none);
  const to = usable.reduce((most, value) => Math.max(most, value), none);
  if (scale === 'ratio') return ratioAxis(Math.max(from, 1 / 1024), Math.min(to, 1024));
  return from === to ? plainAxis(none - 1, none + 1) : plainAxis(from, to);
}

function marks({ value }: ForestRow, x: (value: number) => number, y: number): Fragment {
  if (value === null) return [text(4, y + 5, 'not computed'), '\n'];
  const inside = (place: number) => Math.min(right, Math.max(left, place));
  const ends = [
    typeof value.lower === 'number' && value.lower > -Infinity ? x(value.lower) : -Infinity,
    typeof value.upper === 'number' ? x(value.upper) : Infinity,
  ] as const;
  const [from, to] = [inside(ends[0]), inside(ends[1])];
  return [
    line(from, y, to, y, 'interval'),
    ends[0] < left
      ? html`<polyline class="arrow" points="${at(left + 8)},${at(y - 5)} ${at(left)},${at(y)} ${at(left + 8)},${at(y + 5)}"/>`
      : line(from, y - 5, from, y + 5, 'interval'),
    ends[1] > right
      ? html`<polyline class="arrow" points="${at(right - 8)},${at(y - 5)} ${at(right)},${at(y)} ${at(right - 8)},${at(y + 5)}"/>`
      : line(to, y - 5, to, y + 5, 'interval'),
    html`<rect class="filled" x="${at(inside(x(value.estimate)) - 5)}" y="${at(y - 5)}" width="10" height="10"/>`,
    '\n',
  ];
}
