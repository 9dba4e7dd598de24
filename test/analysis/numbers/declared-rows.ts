/** Every row of the numbers page, in its order. */
import { modelRows } from './rows/models.ts';
import { otherRows } from './rows/others.ts';
import type { NumbersRow } from './rows/row.ts';
import { twoArmRows } from './rows/two-arms.ts';

export const declaredRows: readonly NumbersRow[] = [...twoArmRows, ...modelRows, ...otherRows];
