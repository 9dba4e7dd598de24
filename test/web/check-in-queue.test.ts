/**
 * The queue's promise: whatever the order of drops, lost answers, reloads and crashes, every mark is recorded once, in order; and where
 * others record meanwhile, none is lost: it is recorded or stands before the registrar with its reason.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttendanceStatus, attendanceStatuses } from '../../src/trial/attendance.ts';
import {
  type Answer,
  type Known,
  type Mark,
  mayTakeBack,
  newer,
  nextToSend,
  outcomeOf,
  placeOf,
  seenBy,
} from '../../src/web/client/check-in/queue.ts';
import { answerOf } from '../../src/web/client/check-in/service.ts';

const nothing: Known = { status: '', at: null, seen: -1 };
const people = ['ana', 'ben', 'cem'] as const;

type Line = { readonly key: string; readonly person: string; readonly status: AttendanceStatus };

/** The service as its own tests hold it: one answer a key, and no word over a newer one. */
class Service {
  readonly lines: Line[] = [];
  readonly given = new Map<string, Answer>();

  newest(person: string): number {
    return this.lines.filter((line) => line.person === person).length - 1;
  }

  take({ key, person, status, seen }: Mark): Answer {
    const before = this.given.get(key);
    if (before !== undefined) return before;
    if (this.newest(person) > seen) return { kind: 'meanwhile' };
    this.lines.push({ key, person, status });
    this.given.set(key, { kind: 'recorded' });
    return { kind: 'recorded' };
  }
}

/** A device: what is in its database outlives a reload; what the page knows of others does not. */
class Device {
  marks: readonly Mark[] = [];
  stored = new Map<string, Known>();
  shown = new Map<string, Known>();
  private order = 0;
  readonly service: Service;

  constructor(service: Service) {
    this.service = service;
  }

  known(person: string): Known {
    return newer(this.shown.get(person) ?? nothing, this.stored.get(person));
  }

  mark(person: string, status: AttendanceStatus): string {
    const own = this.marks.filter((one) => one.person === person);
    const key = `key-${this.order}`;
    const seen = seenBy(
      this.known(person),
      own.filter(({ held }) => held === null),
    );
    const made = { key, order: this.order++, ceremony: 'c', person, status, by: 'me', seen };
    this.marks = [...this.marks, { ...made, madeAt: 't', isTried: false, held: null }];
    return key;
  }

  /** One mark goes out; 'before' and 'after' say where the network fails, 'crash' that the tab goes before it notes the answer. */
  send(network: 'up' | 'before' | 'after' | 'crash'): boolean {
    const next = nextToSend(this.marks, 'me');
    if (next === null) return false;
    this.marks = this.marks.map((one) => (one.order === next.order ? { ...one, isTried: true } : one));
    if (network === 'before') return false;
    const answer = this.service.take(next);
    if (network === 'crash') return false;
    const outcome = outcomeOf(next, network === 'after' ? { kind: 'no-answer' } : answer, 'now');
    if (outcome.kind === 'gone') {
      this.marks = this.marks.filter(({ order }) => order !== next.order);
      this.stored.set(next.person, outcome.known);
    }
    if (outcome.kind === 'held') this.marks = this.marks.map((one) => (one.order === next.order ? outcome.mark : one));
    return outcome.kind !== 'waits';
  }

  /** A reload with a network brings what the service has; without one, the page as it was kept at first. */
  reload(isOnline: boolean): void {
    this.shown = new Map();
    if (!isOnline) return;
    for (const person of people) {
      const line = this.service.lines.findLast((one) => one.person === person);
      this.shown.set(person, { status: line?.status ?? '', at: null, seen: this.service.newest(person) });
    }
  }
}

const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      person: fc.constantFrom(...people),
      status: fc.constantFrom(...attendanceStatuses),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      network: fc.constantFrom('up' as const, 'before' as const, 'after' as const, 'crash' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reload' as const), isOnline: fc.boolean() }) },
);
const meddling = fc.record({
  kind: fc.constant('other' as const),
  person: fc.constantFrom(...people),
  status: fc.constantFrom(...attendanceStatuses),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;
type Meddling = typeof meddling extends fc.Arbitrary<infer T> ? T : never;

function live(device: Device, happened: readonly (Happening | Meddling)[]): readonly Line[] {
  const made: Line[] = [];
  for (const one of happened) {
    if (one.kind === 'mark')
      made.push({ key: device.mark(one.person, one.status), person: one.person, status: one.status });
    else if (one.kind === 'send') device.send(one.network);
    else if (one.kind === 'reload') device.reload(one.isOnline);
    else device.service.lines.push({ key: 'another device', person: one.person, status: one.status });
  }
  while (device.send('up'));
  return made;
}

describe('the queue', () => {
  test('records every mark once and in order, through drops, lost answers, crashes and reloads', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happened) => {
        const device = new Device(new Service());
        const made = live(device, happened);
        expect(device.service.lines).toEqual(made);
        expect(device.marks).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('loses no mark where others record meanwhile, and writes over nothing that the registrar had not seen', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(happening, meddling), { maxLength: 60 }), (happened) => {
        const device = new Device(new Service());
        const made = live(device, happened);
        const recorded = device.service.lines.map(({ key }) => key).filter((key) => key !== 'another device');
        const waiting = device.marks.map(({ key }) => key);
        expect([...recorded, ...waiting].toSorted()).toEqual(made.map(({ key }) => key).toSorted());
        for (const person of new Set(device.marks.map((mark) => mark.person))) {
          expect(device.marks.find((mark) => mark.person === person)?.held).toEqual({ kind: 'meanwhile' });
        }
        for (const person of people) {
          const own = (lines: readonly Line[]) =>
            lines.filter((line) => line.person === person && line.key.startsWith('key'));
          expect(own(device.service.lines)).toEqual(own(made).slice(0, own(device.service.lines).length));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

const mark = (changes: Partial<Mark>): Mark => ({
  ...{ key: 'k', order: 1, ceremony: 'c', person: 'ana', status: 'attended', madeAt: 't', by: 'me', seen: -1 },
  ...{ isTried: false, held: null },
  ...changes,
});

describe('what is sent next', () => {
  test('is the oldest, whatever the order in which marks are read', () => {
    expect(nextToSend([mark({ order: 3, person: 'ben' }), mark({ order: 2 })], 'me')?.order).toBe(2);
  });

  test('overtakes no held mark of the same person, and leaves others alone', () => {
    const held = mark({ held: { kind: 'refused', why: 'This ceremony was cancelled.' } });
    expect(nextToSend([held, mark({ order: 2 })], 'me')).toBeNull();
    expect(nextToSend([held, mark({ order: 2 }), mark({ order: 3, person: 'ben' })], 'me')?.order).toBe(3);
  });

  test('passes over a person whose mark the service fails at, and goes on with the others', () => {
    const marks = [mark({}), mark({ order: 2 }), mark({ order: 3, person: 'ben' })];
    expect(nextToSend(marks, 'me', new Set(['c|ana']))?.order).toBe(3);
  });

  test('is never what somebody else marked, until it is taken over', () => {
    expect(nextToSend([mark({ by: 'colleague' })], 'me')).toBeNull();
  });

  test('can be taken back only while the service cannot have it', () => {
    expect(mayTakeBack([mark({})])?.order).toBe(1);
    expect(mayTakeBack([mark({ isTried: true })])).toBeNull();
    expect(mayTakeBack([])).toBeNull();
  });
});

test('a mark is counted for its person at its ceremony', () => {
  expect(placeOf(mark({}))).toBe('c|ana');
});

test.each([
  [401, 'not-signed-in', 'signed-out'],
  [409, 'recorded-meanwhile', 'meanwhile'],
  [409, 'ceremony-cancelled', 'refused'],
  [422, 'input-refused', 'refused'],
  [403, 'not-permitted', 'refused'],
  [500, 'bug', 'fault'],
  [500, '', 'no-answer'],
  [503, 'busy', 'no-answer'],
  [502, '', 'no-answer'],
  [429, '', 'no-answer'],
])('an answer of %d %s means %s', (status, kind, meaning) => {
  expect(answerOf(status, { kind, why: 'so' }).kind).toBe(meaning);
});
