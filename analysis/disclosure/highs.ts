/**
 * Integer programs by HiGHS (Huangfu and Hall 2018, Mathematical Programming Computation 10:119-142), as its authors compile it to
 * WebAssembly. Numbers come back as floats within HiGHS's tolerance of a whole one and are rounded to it; whoever uses them checks them.
 */
import loadHighs from 'highs';
import type { IntegerProgram, Solve } from './integer-program.ts';

// The package's types are those of its CommonJS build, whose default export stands in `default`; Node loads the ES module.
const load = loadHighs as unknown as typeof loadHighs.default;

/** Above any count of people in a trial; what is not bounded is sought below it. */
const ceiling = 1_000_000;

export async function solveWithHighs(): Promise<Solve> {
  const highs = await load();
  return (program) => {
    const { Status, Columns } = highs.solve(inLpFormat(program), {
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0,
    });
    if (Status === 'Infeasible') return null;
    if (Status !== 'Optimal') throw new Error(`The solver stopped with: ${Status}.`);
    return program.bounds.map((_, index) => {
      const value = Columns[`x${index}`]?.Primal;
      if (value === undefined) throw new Error(`The solver gave no value for number ${index}.`);
      return Math.round(value);
    });
  };
}

/** CPLEX's LP format, the text HiGHS reads. Every number is named in the bounds, so that none is missing. */
function inLpFormat({ bounds, zeroSums, goal }: IntegerProgram): string {
  const name = (index: number) => `x${index}`;
  const term = ([index, coefficient]: readonly [number, number]) =>
    `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} ${name(index)}`;
  return [
    goal.sense === 'least' ? 'Minimize' : 'Maximize',
    ` goal: ${name(goal.of)}`,
    'Subject To',
    ...zeroSums.map((terms, index) => ` sum${index}: ${terms.map(term).join(' ')} = 0`),
    'Bounds',
    ...bounds.map(([least, greatest], index) => ` ${least} <= ${name(index)} <= ${Math.min(greatest, ceiling)}`),
    'General',
    ...bounds.map((_, index) => ` ${name(index)}`),
    'End',
    '',
  ].join('\n');
}
