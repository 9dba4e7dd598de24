/** A chart as SVG. @param id that of its table, unique in the page @param stamp a word that stays in the drawing wherever it is copied, or null */
import type { Html } from '../html.ts';
import { balanceChart } from './balance.ts';
import type { Chart } from './chart.ts';
import { curves } from './curves.ts';
import { forest } from './forest.ts';

export function drawChart(id: string, chart: Chart, stamp: string | null = null): Html {
  switch (chart.kind) {
    case 'forest':
      return forest(id, chart, stamp);
    case 'curves':
      return curves(id, chart, stamp);
    case 'balance':
      return balanceChart(id, chart, stamp);
  }
}
