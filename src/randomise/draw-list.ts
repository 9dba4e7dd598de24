/**
 * The engine: draws the arms of one list of units, from where each stratum stands. The service calls it list by list, the
 * offline commands for a whole file; a unit's arm is the same either way, and the n-th costs what the first does, because
 * the state holds all that has to be known of those before. docs/randomisation.md, sections 5 to 11.
 */
import type { Design } from './design.ts';
import { drawBigStick, drawBlocks, drawMinimised, drawSimple } from './draw-in-order.ts';
import { cursorAfter, type DrawnList, type DrawState, type UnitList } from './draw-state.ts';
import { drawCohort, drawComplete, drawRerandomised } from './draw-whole.ts';
import type { Drawing } from './drawing.ts';
import { followersOf, householdsAfter, leadersOf } from './households.ts';

/**
 * Draws a closed list, in list order, each stratum going on from its cursor (a stratum without one starts fresh), people of
 * one household together. `key` comes from `drawKey`. Refuses a second list where the scheme draws the whole trial's list
 * at once ("already-drawn").
 */
export function drawList(design: Design, key: Uint8Array, list: UnitList, state: DrawState): DrawnList {
  const leaders = { id: list.id, units: leadersOf(list.units, state.households) };
  const { drawn, tally, rerandomised } = drawLeaders(design, key, leaders, state);
  const cursors = new Map(state.cursors);
  for (const one of drawn) cursors.set(one.stratum, cursorAfter(one));
  const households = householdsAfter(state.households, leaders.units, drawn);
  const followers = followersOf(list.units, leaders.units, households);
  return { drawn, followers, state: { cursors, tally, households }, rerandomised };
}

function drawLeaders(design: Design, key: Uint8Array, list: UnitList, state: DrawState): Drawing {
  const { scheme } = design;
  switch (scheme.kind) {
    case 'simple':
      return drawSimple(design, key, list, state);
    case 'blocks':
      return drawBlocks(design, scheme, key, list, state);
    case 'complete':
      return drawComplete(design, key, list, state);
    case 'cohort':
      return drawCohort(design, key, list, state);
    case 'big-stick':
      return drawBigStick(design, scheme, key, list, state);
    case 'minimisation':
      return drawMinimised(design, scheme, key, list, state);
    case 'rerandomised':
      return drawRerandomised(design, scheme, key, list, state);
  }
}
