/**
 * The run sheet, for the screen and for paper: how many of each arm to prepare, then everybody by code, households together. Names
 * are joined in the browser from the local list, and stand on the print-out alone.
 */
import type { RunSheet, RunSheetPerson } from '../../actions/read-run-sheet.ts';
import type { Page } from '../render.ts';
import { type Cell, cell, numberCell } from '../rows.ts';
import { clockTime, dayInFull, people, sentenceCase } from '../words.ts';
import { type Crumb, crumbsOf } from './ceremony.ts';
import { shortCodes } from './check-in.ts';

export type RunSheetModel = {
  readonly breadcrumbs: readonly Crumb[];
  readonly ceremony: string;
  readonly trial: string;
  readonly cards: string;
  readonly labels: string;
  readonly caption: string;
  readonly heading: string;
  readonly where: string;
  readonly armsHead: readonly Cell[];
  readonly arms: readonly (readonly Cell[])[];
  readonly rows: readonly {
    readonly code: string;
    readonly reference: string;
    readonly household: number;
    readonly arm: string;
    readonly note: string;
    /** Of the newest follow-up code; 0 and '' where none is registered, or where they left. */
    readonly version: number;
    readonly link: string;
  }[];
};

export function runSheetPage({ ceremony, protocol, isTraining, people: everybody }: RunSheet): Page {
  const name = 'Run sheet';
  const households = [...new Set(everybody.map(({ household }) => household))];
  const codes = shortCodes(everybody.map(({ id }) => id));
  const taking = everybody.filter(({ hasLeft }) => !hasLeft);
  const base = `/ceremonies/${encodeURIComponent(ceremony.id)}`;
  return {
    view: 'run-sheet',
    title: `${name}, ${dayInFull(ceremony.heldOn)}: ${protocol.title}`,
    isTraining,
    model: {
      breadcrumbs: crumbsOf(ceremony, name),
      ceremony: ceremony.id,
      trial: protocol.slug,
      cards: `${base}/cards`,
      labels: `${base}/labels`,
      caption: protocol.title,
      heading: `${name}, ${dayInFull(ceremony.heldOn)}, ${clockTime(ceremony.startsAt)}`,
      where: `${sentenceCase(ceremony.venue)}, ${people(everybody.length)}`,
      armsHead: [cell('Arm'), numberCell('People'), numberCell('Households')],
      arms: protocol.arms
        .map(({ name: arm }) => ({ arm, own: taking.filter((person) => person.arm === arm) }))
        .filter(({ own }) => own.length > 0)
        .map(({ arm, own }) => [
          cell(sentenceCase(arm)),
          numberCell(String(own.length)),
          numberCell(String(new Set(own.map(({ household }) => household)).size)),
        ]),
      rows: households.flatMap((household, index) =>
        everybody
          .filter((person) => person.household === household)
          .map((person) => ({
            code: codes.get(person.id) ?? person.id,
            reference: person.referenceHash,
            household: index + 1,
            arm: armWords(person.arm),
            note: noteOf(person),
            version: person.hasLeft ? 0 : person.version,
            link: person.hasLeft ? '' : (person.linkHash ?? ''),
          })),
      ),
    },
  };
}

/** Nothing was drawn for who has none. */
export function armWords(arm: string | null): string {
  return arm === null ? 'None: as usual' : sentenceCase(arm);
}

function noteOf({ hasLeft, joinedLate }: RunSheetPerson): string {
  if (hasLeft) return 'Left the trial';
  if (joinedLate === null) return '';
  return joinedLate === 'walk-in' ? 'Simply came' : 'Joined late';
}
