/**
 * Integer programs by HiGHS (Huangfu and Hall 2018, Mathematical Programming Computation 10:119-142), as its authors compile it to
 * WebAssembly. Numbers come back as floats within HiGHS's tolerance of a whole one and are rounded to it; whoever uses them checks them.
 */
import loadHighs, { type InitOptions } from 'highs';
import type { IntegerProgram, Solve } from './integer-program.ts';

// The package's types are those of its CommonJS build, whose default export stands in `default`; Node loads the ES module.
const load = loadHighs as unknown as typeof loadHighs.default;

/** Above any count of people in a trial; what is not bounded is sought below it. */
const ceiling = 1_000_000;

/** How long it searches before others of the process have their turn. */
const workMilliseconds = 20;

/** HiGHS keeps to bounds and sums within 1e-7. */
const tolerance = 1e-6;

/** What the loader takes besides, and its types do not name: how the compiled module becomes an instance. */
type Loading = InitOptions & {
  readonly instantiateWasm?: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => void;
};

/** @param options how a host loads the WebAssembly, where it cannot read the package's own file */
export async function solveWithHighs(options: Loading = {}): Promise<Solve> {
  const highs = await load(options);
  const numbersOf = (program: IntegerProgram, areWhole: boolean): readonly number[] | null => {
    const { Status, Columns } = highs.solve(inLpFormat(program, areWhole), {
      output_flag: false,
      mip_rel_gap: 0,
      mip_abs_gap: 0,
    });
    if (Status === 'Infeasible') return null;
    if (Status !== 'Optimal') throw new Error(`The solver stopped with: ${Status}.`);
    return program.bounds.map((_, index) => {
      const value = Columns[`x${index}`]?.Primal;
      if (value === undefined) throw new Error(`The solver gave no value for number ${index}.`);
      return value;
    });
  };
  // Sums of counts mostly have whole numbers at their corners, where a linear program ends: it is asked first, since it is many times
  // faster. Where it has no solution there are no whole numbers either; where its best is whole it is the best of those too.
  let resting = performance.now();
  return async (program) => {
    // A long search leaves room for whatever else the process serves.
    if (performance.now() - resting > workMilliseconds) {
      await new Promise((resolve) => setTimeout(resolve));
      resting = performance.now();
    }
    const linear = numbersOf(program, false);
    const isWhole = linear?.every((value) => Math.abs(value - Math.round(value)) < tolerance) ?? true;
    return (isWhole ? linear : numbersOf(program, true))?.map(Math.round) ?? null;
  };
}

/** CPLEX's LP format, the text HiGHS reads. Every number is named in the bounds, so that none is missing. */
function inLpFormat({ bounds, zeroSums, goal }: IntegerProgram, areWhole: boolean): string {
  const name = (index: number) => `x${index}`;
  const term = ([index, coefficient]: readonly [number, number]) =>
    `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} ${name(index)}`;
  return [
    goal.sense === 'least' ? 'Minimize' : 'Maximize',
    ` goal: ${goal.of.map((index) => term([index, 1])).join(' ')}`,
    'Subject To',
    ...zeroSums.map((terms, index) => ` sum${index}: ${terms.map(term).join(' ')} = 0`),
    'Bounds',
    ...bounds.map(([least, greatest], index) => ` ${least} <= ${name(index)} <= ${Math.min(greatest, ceiling)}`),
    ...(areWhole ? ['General', ...bounds.map((_, index) => ` ${name(index)}`)] : []),
    'End',
    '',
  ].join('\n');
}
