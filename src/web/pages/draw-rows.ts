/** How a protocol draws, as rows that the protocol's page and the page of the draw both show. */
import type { Protocol } from '../../trial/protocol.ts';
import { row, type SummaryRow } from '../rows.ts';
import { schemeWords, sentenceCase, unitWords } from '../words.ts';

export function drawRows({
  unit,
  scheme,
  strata,
  boroughs,
  baseline,
  leadTimeWorkingDays,
}: Protocol): readonly SummaryRow[] {
  return [
    row('What is drawn', unitWords[unit]),
    row('How', schemeWords(scheme)),
    row('Balanced within', strata.length === 0 ? 'The whole trial' : sentenceCase(strata.join(', '))),
    row('Boroughs', boroughs.map(({ name }) => name).join(', ')),
    row('Boroughs see the arm', `From ${leadTimeWorkingDays} working days before the ceremony`),
    ...(baseline === null ? [] : [row('Before the draw', `A baseline phase of ${baseline.weeks} weeks without arms`)]),
  ];
}
