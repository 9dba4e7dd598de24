/** An arm as pages describe it: its share, where it is delivered, and its TIDieR items that somebody has written. */
import type { Arm } from '../../trial/protocol.ts';
import { row, type SummaryRow } from '../rows.ts';

type Item = keyof Arm['description'];

/** TIDieR's items in its own order, as questions a registrar would ask. */
const itemNames: Readonly<Record<Item, string>> = {
  briefName: 'In short',
  why: 'Why',
  materials: 'Materials',
  procedures: 'What is done',
  whoProvides: 'Who does it',
  how: 'How',
  where: 'Where',
  whenAndHowMuch: 'When and how much',
  tailoring: 'What may vary',
  howWellPlanned: 'How delivery is checked',
};

const places: Readonly<Record<Arm['delivered'], string>> = {
  'in-room': 'In the room, to everyone there',
  individual: 'To each household or person by itself',
};

/** Every item that is written. */
export function armRows(arm: Arm): readonly SummaryRow[] {
  // Object.keys loses the key type; these are the record's own keys.
  const items = Object.keys(itemNames) as Item[];
  const written = items.flatMap((item) => {
    const text = arm.description[item];
    return text === null ? [] : [row(itemNames[item], text)];
  });
  return [...written, row('Delivered', places[arm.delivered]), row('Share of the draw (ratio)', String(arm.ratio))];
}
