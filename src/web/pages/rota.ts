/** When and where a partner organisation attends ceremonies. No arm. */
import type { RotaEntry } from '../../actions/partner-rota.ts';
import { boroughName } from '../../trial/boroughs.ts';
import type { Page } from '../render.ts';
import { type Cell, cell } from '../rows.ts';
import { clockTime, dayInFull, sentenceCase } from '../words.ts';

export type RotaModel = { readonly rows: readonly (readonly Cell[])[] };

export function rotaPage(entries: readonly RotaEntry[]): Page {
  return {
    view: 'rota',
    title: 'Ceremonies to attend',
    isTraining: false,
    model: {
      rows: entries.map(({ heldOn, startsAt, venue, borough }) => [
        cell(`${dayInFull(heldOn)}, ${clockTime(startsAt)}`),
        cell(sentenceCase(venue)),
        cell(boroughName(borough) ?? borough),
      ]),
    },
  };
}
