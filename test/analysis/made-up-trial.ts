/** A trial that never was, for checks that need every kind of outcome and design, with names that need quoting. */

/** Numbers in [0, 1) that look like chance and are always the same. */
function* chance(): Generator<number, never> {
  for (let state = 20181; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const arms = ['Kontrolle', 'brev "å"', 'visit'];

/** 240 people of 60 homes, five sites and three arms, with an outcome of every kind; one data set, always the same. */
export function madeUpTrial(): string {
  const numbers = chance();
  const next = () => numbers.next().value;
  const whole = (below: number) => Math.floor(next() * below);
  const lines = Array.from({ length: 240 }, (_, row) => {
    const home = whole(60);
    const arm = home % 5 < 2 ? 0 : home % 5 < 4 ? 1 : 2;
    const level = (home % 7) / 7 + arm / 4;
    const time = 1 + whole(60);
    const cells = [
      `"${(arms[arm] ?? '').replaceAll('"', '""')}"`,
      `h${home}`,
      `s${row % 5}`,
      ['öst', 'north', 'south'][whole(3)],
      18 + whole(60),
      row % 23 === 0 ? 'NA' : Number(next() < 0.2 + level / 3),
      row % 31 === 0 ? '' : (20 + 3 * level + 9 * next()).toFixed(2),
      whole(4) + Math.floor(level * 2),
      1 + whole(4),
      Math.min(time, 45),
      Number(time <= 45),
      Number(next() < (arm === 0 ? 0.1 : 0.7)),
      (next() - 0.5).toFixed(3),
      `p${row}`,
    ];
    return cells.join(',');
  });
  const names = 'arm,home,site,region,age,voted,days,visits,grade,time,event,received,logexp,pair';
  return `${names}\n${lines.join('\n')}\n`;
}
