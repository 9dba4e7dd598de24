/** A date, a time and a room as people type them; each problem names its field and says what would be right. */

import { isDate } from '../trial/calendar.ts';
import type { Problem } from './desk-port.ts';
import { dateIn } from './form-date.ts';

export type TypedSlot = {
  /** As the three fields make it, whether it is a date or not. */
  readonly date: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly time: string;
  readonly venue: string;
};

export type Slot = { readonly heldOn: string; readonly startsAt: string; readonly venue: string };

export function typedSlot(form: URLSearchParams): TypedSlot {
  const of = (name: string) => form.get(name)?.trim() ?? '';
  return {
    date: dateIn(form, 'heldOn'),
    day: of('heldOn-day'),
    month: of('heldOn-month'),
    year: of('heldOn-year'),
    time: of('time'),
    venue: of('venue'),
  };
}

/** The slot that is meant, or what keeps it from being one. */
export function readSlot(typed: TypedSlot): { readonly slot: Slot } | { readonly problems: readonly Problem[] } {
  const heldOn = isDate(typed.date) ? typed.date : null;
  const startsAt = timeOf(typed.time);
  const venue = codeOf(typed.venue);
  if (heldOn !== null && startsAt !== null && venue !== null) return { slot: { heldOn, startsAt, venue } };
  const problems: Problem[] = [];
  if (heldOn === null) {
    const isEmpty = typed.day === '' && typed.month === '' && typed.year === '';
    const message = isEmpty
      ? 'Enter the date of the ceremony'
      : 'The date of the ceremony must be a real date, such as 27 3 2027';
    problems.push({ path: 'heldOn', message });
  }
  if (startsAt === null) {
    const message =
      typed.time === '' ? 'Enter the time it starts' : 'The time must be a time of day, such as 2:30pm or 14:30';
    problems.push({ path: 'startsAt', message });
  }
  if (venue === null) {
    const message =
      typed.venue === ''
        ? 'Enter the room or building'
        : 'The room or building must be at most 60 letters, digits and spaces, such as Town hall';
    problems.push({ path: 'venue', message });
  }
  return { problems };
}

/** "2:30pm", "2.30 pm", "2pm", "14:30", "midday" as "14:30"; null where it is no time of day. */
export function timeOf(text: string): string | null {
  const written = text.toLowerCase().replaceAll(/\s/g, '');
  if (written === 'midday' || written === 'noon') return '12:00';
  const match = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm)?$/.exec(written);
  if (match === null) return null;
  const [, hourText = '', minuteText, half] = match;
  if (minuteText === undefined && half === undefined) return null;
  const typed = Number(hourText);
  const minute = Number(minuteText ?? 0);
  if (half !== undefined && (typed < 1 || typed > 12)) return null;
  const hour = half === undefined ? typed : (typed % 12) + (half === 'pm' ? 12 : 0);
  return hour > 23 || minute > 59 ? null : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** "Town Hall, Room 2" as "town-hall-room-2"; null where nothing of it can be a code. */
export function codeOf(text: string): string | null {
  const code = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f'’]/g, '')
    .replaceAll(/[\s,./&()_-]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) && code.length <= 60 ? code : null;
}
