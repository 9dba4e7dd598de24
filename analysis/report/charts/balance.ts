/** Standardised differences of covariates from the reference arm: one line for each covariate, one mark for each arm. */
import type { Fragment } from '../html.ts';
import { fixed } from '../wording.ts';
import type { BalanceChart } from './chart.ts';
import { drawing, letter, line, mark, text, width, wrapped } from './svg.ts';
import { plainAxis } from './ticks.ts';

const [left, right] = [28, width - 28];
/** A tenth of a standard deviation, to judge distances by. */
const guide = 0.1;

export function balanceChart(id: string, { title, arms, lines }: BalanceChart, stamp: string | null) {
  const values = lines.flatMap(({ differences }) => differences.flatMap((value) => (value === null ? [] : [value])));
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 2 * guide);
  const axis = plainAxis(-most, most);
  const x = (value: number) => left + axis.place(value) * (right - left);
  let y = 8;
  const drawn = lines.map(({ covariate, differences }): Fragment => {
    const label = wrapped(covariate);
    const start = y + letter;
    y = start + 20 * (label.length - 1) + 16;
    const own = [
      label.map((words, row) => text(4, start + row * 20, words)),
      line(left, y, right, y, 'grid'),
      differences.map((value, arm) => (value === null ? '' : mark(arm, x(value), y))),
      '\n',
    ];
    y += 12;
    return own;
  });
  const bottom = y + 4;
  const guides = [-guide, 0, guide].map(
    (value): Fragment => [line(x(value), 4, x(value), bottom, value === 0 ? 'axis' : 'none'), '\n'],
  );
  const ticks = axis.ticks.map(
    (tick): Fragment => [
      line(x(tick), bottom, x(tick), bottom + 6, 'axis'),
      text(x(tick), bottom + 22, fixed(tick, 2), 'middle'),
      '\n',
    ],
  );
  let below = bottom + 48;
  const legend = arms.map((arm, index): Fragment => {
    const words = wrapped(arm);
    const start = below + letter + 6;
    below = start + 20 * (words.length - 1) + 2;
    return [mark(index, left + 8, start - 5), words.map((one, row) => text(left + 24, start + row * 20, one)), '\n'];
  });
  const description = `Standardised differences of ${lines.length} covariates from the reference arm; dashed lines at −0.1 and 0.1. The same numbers stand in the table.`;
  return drawing({ id, title, description, height: below + 10, stamp }, [
    guides,
    drawn,
    line(left, bottom, right, bottom, 'axis'),
    '\n',
    ticks,
    text(width / 2, bottom + 44, 'Standardised difference', 'middle'),
    '\n',
    legend,
  ]);
}
