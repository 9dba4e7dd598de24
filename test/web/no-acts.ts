/** Samples are only read; what acts is tried against the real service. */
import type { Acts } from '../../src/web/acts.ts';
import type { AttendeePort } from '../../src/web/attendee-port.ts';
import type { DeskPort } from '../../src/web/desk-port.ts';
import type { StaffPort } from '../../src/web/staff-port.ts';

// Whatever is asked of it throws, so that its shape does not matter.
export const noActs = new Proxy({} as Acts, {
  get(_, name) {
    throw new Error(`a sample has no act ${String(name)}`);
  },
});

export const noDesk = new Proxy({} as DeskPort, {
  get(_, name) {
    throw new Error(`a sample has no desk ${String(name)}`);
  },
});

export const noStaff = new Proxy({} as StaffPort, {
  get(_, name) {
    throw new Error(`a sample has no people: ${String(name)}`);
  },
});

export const noAttendee = new Proxy({} as AttendeePort, {
  get(_, name) {
    throw new Error(`a sample has no attendee ${String(name)}`);
  },
});
