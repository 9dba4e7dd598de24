/** The demo's own time: a clock that only moves forward, and the list of what is to be done when. */

export type SimulatedClock = {
  readonly now: () => Date;
  /** Moves to an instant in ISO 8601; stays where it is when that has passed. */
  readonly moveTo: (instant: string) => void;
  /** A second passes: no two requests are made at one instant. */
  readonly tick: () => void;
};

export function simulatedClock(start: string): SimulatedClock {
  let milliseconds = Date.parse(start);
  return {
    now: () => new Date(milliseconds),
    moveTo(instant) {
      milliseconds = Math.max(milliseconds, Date.parse(instant));
    },
    tick() {
      milliseconds += 1_000;
    },
  };
}

export type Act = () => Promise<void>;

export type Agenda = {
  /** @param time local to UTC, 'HH:MM' @throws where that instant has passed: nothing can be done in the past */
  readonly add: (date: string, time: string, act: Act) => void;
  /** Does everything in the order of its instant, what was added first going first, until nothing is left. */
  readonly run: (onDay: (date: string) => void) => Promise<void>;
};

type Entry = { readonly instant: string; readonly act: Act };

export function createAgenda(clock: SimulatedClock): Agenda {
  const entries: Entry[] = [];
  let next = 0;
  return {
    add(date, time, act) {
      const instant = `${date}T${time}:00.000Z`;
      const last = entries[next - 1]?.instant ?? '';
      if (instant < last) throw new Error(`Nothing can be planned for ${instant}: it is ${last}.`);
      entries.splice(placeAfter(entries, instant, next), 0, { instant, act });
    },
    async run(onDay) {
      for (let entry = entries[next]; entry !== undefined; entry = entries[next]) {
        next += 1;
        clock.moveTo(entry.instant);
        onDay(entry.instant.slice(0, 10));
        await entry.act();
      }
    },
  };
}

/** Where an entry of this instant goes: behind all that are due no later, by bisection. */
function placeAfter(entries: readonly Entry[], instant: string, from: number): number {
  let [low, high] = [from, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const here = entries[middle]?.instant ?? '';
    if (here <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
