/** The share of each arm without the event, falling in steps; arms are told apart by their dashes. */
import { type Fragment, html } from '../html.ts';
import { percentage } from '../wording.ts';
import type { CurvesChart } from './chart.ts';
import { at, dashes, drawing, letter, line, text, width, wrapped } from './svg.ts';
import { plainAxis, tickWords } from './ticks.ts';

const [left, right] = [52, width - 28];
const [top, bottom] = [10, 270];

export function curves(id: string, { title, unit, curves: arms }: CurvesChart, stamp: string | null) {
  const last = arms.reduce((most, { lastSeen }) => Math.max(most, lastSeen), 0);
  const axis = plainAxis(0, last === 0 ? 1 : last);
  const x = (time: number) => left + axis.place(time) * (right - left);
  const y = (share: number) => bottom - share * (bottom - top);
  const levels = [0, 0.25, 0.5, 0.75, 1].map(
    (share): Fragment => [
      line(left, y(share), right, y(share), share === 0 ? 'axis' : 'grid'),
      text(left - 8, y(share) + 5, percentage(share).replace('.0', ''), 'end'),
      '\n',
    ],
  );
  const times = axis.ticks.map(
    (tick): Fragment => [
      line(x(tick), bottom, x(tick), bottom + 6, 'axis'),
      text(x(tick), bottom + 22, tickWords(tick), 'middle'),
      '\n',
    ],
  );
  const paths = arms.map(({ steps, lastSeen }, index): Fragment => {
    const corners = steps.map(({ time, share }) => `H${at(x(time))}V${at(y(share))}`).join('');
    return [
      html`<path class="curve" stroke-dasharray="${dashes(index)}" d="M${at(left)} ${at(y(1))}${corners}H${at(x(lastSeen))}"/>`,
      '\n',
    ];
  });
  let below = bottom + 52;
  const legend = arms.map(({ arm }, index): Fragment => {
    const words = wrapped(arm);
    const start = below + letter + 8;
    below = start + 20 * (words.length - 1) + 4;
    return [
      html`<line class="curve" stroke-dasharray="${dashes(index)}" x1="${left}" y1="${at(start - 5)}" x2="${left + 44}" y2="${at(start - 5)}"/>`,
      words.map((one, row) => text(left + 54, start + row * 20, one)),
      '\n',
    ];
  });
  const description = `Step curves of ${arms.length} arms from 100% at time 0, each to the last time at which anybody of the arm was seen. Medians, people at risk and steps stand in the tables, every step in results.json.`;
  return drawing({ id, title, description, height: below + 10, stamp }, [
    levels,
    times,
    text((left + right) / 2, bottom + 44, `Time (${unit})`, 'middle'),
    '\n',
    paths,
    legend,
  ]);
}
