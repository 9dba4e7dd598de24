/** A chart as SVG. @param id that of its table, unique in the page */
import type { Html } from '../html.ts';
import { balanceChart } from './balance.ts';
import type { Chart } from './chart.ts';
import { curves } from './curves.ts';
import { forest } from './forest.ts';

export function drawChart(id: string, chart: Chart): Html {
  switch (chart.kind) {
    case 'forest':
      return forest(id, chart);
    case 'curves':
      return curves(id, chart);
    case 'balance':
      return balanceChart(id, chart);
  }
}
