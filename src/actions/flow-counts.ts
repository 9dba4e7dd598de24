/** Groups of people for the flow diagram: how many there are, and how many of them the two largest households bring. */
import type { LinkedCount, Sum } from '../../analysis/disclosure/linked-counts.ts';

export type Counted = { readonly household: string };

export type FlowLedger = ReturnType<typeof flowLedger>;

/** Counts and sums as they are made, each id once. */
export function flowLedger() {
  const counts: LinkedCount[] = [];
  const sums: Sum[] = [];

  function add(id: string, value: number, kind: LinkedCount['kind'], largest: readonly [number, number]): string {
    counts.push({ id, value, kind, largestHouseholds: largest });
    return id;
  }

  function group(id: string, people: readonly Counted[], kind: LinkedCount['kind']): string {
    const sizes = [...Map.groupBy(people, ({ household }) => household).values()].map(({ length }) => length);
    const [first = 0, second = 0] = sizes.sort((one, other) => other - one);
    return add(id, people.length, kind, [first, second]);
  }

  return {
    counts: { counts, sums },

    people(id: string, people: readonly Counted[]): string {
      return group(id, people, 'published');
    },

    /** People in no box, whose number a subtraction gives. */
    derivable(id: string, people: readonly Counted[]): string {
      return group(id, people, 'derivable');
    },

    /** Units that hold these people. At least one of them stands in each, which every reader knows. */
    units(id: string, value: number, people: string, peopleCount: number): string {
      add(`${people}/beyond-first`, peopleCount - value, 'free', [0, 0]);
      sums.push({ total: people, parts: [id, `${people}/beyond-first`] });
      return add(id, value, 'published', [1, 1]);
    },

    /** Ties a count to one that holds it: whoever is in the first is in the second. */
    atMost(id: string, whole: string, wholeCount: number): void {
      const own = counts.find((count) => count.id === id);
      if (own === undefined) throw new Error(`There is no count ${id} yet.`);
      sums.push({ total: whole, parts: [id, add(`${id}/others`, wholeCount - own.value, 'derivable', [1, 1])] });
    },

    /** Something that happened, of which no number tells of a household. */
    events(id: string, value: number): string {
      return add(id, value, 'published', [1, 1]);
    },

    sum(total: string, parts: readonly string[]): void {
      sums.push({ total, parts });
    },
  };
}
