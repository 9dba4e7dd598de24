/** Units files for the two trials, as long as asked, always the same: ceremonies and households with every kind of stratum. */
import type { Protocol } from '../../src/trial/protocol.ts';

/** Ceremonies of all boroughs in turn. */
export function ceremonyUnits({ boroughs }: Protocol, count: number): string {
  const lines = Array.from(
    { length: count },
    (_, index) => `ceremony-${index},${boroughs[index % boroughs.length]?.code}`,
  );
  return `unit,borough\n${lines.join('\n')}\n`;
}

/** Households in ceremonies of 5 to 23 households, group sizes mixed. */
export function householdUnits({ boroughs }: Protocol, count: number): string {
  const sizes = ['1', '2', '1', '3-plus', '1', '2'];
  const lines: string[] = [];
  for (let ceremony = 0; lines.length < count; ceremony++) {
    const borough = boroughs[(ceremony * 5) % boroughs.length]?.code;
    for (let left = 5 + ((ceremony * 7) % 19); left > 0 && lines.length < count; left--) {
      const index = lines.length;
      lines.push(`household-${index},list ${ceremony},${borough},${sizes[(index * 11) % sizes.length]}`);
    }
  }
  return `unit,ceremony,borough,group_size\n${lines.join('\n')}\n`;
}
