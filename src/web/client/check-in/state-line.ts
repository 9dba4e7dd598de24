/** The line that says whether everything is sent, and what is in the way. Its parts stand in the view. */
import { byId } from '../list/elements.ts';
import type { Mark } from './queue.ts';
import type { Line } from './sending.ts';

export function showLine(marks: readonly Mark[], line: Line, account: string, ceremony: string): void {
  const held = marks.filter((mark) => mark.held !== null).length;
  const foreign = marks.filter(({ by, held: isHeld }) => by !== account && isHeld === null).length;
  const waiting = marks.length - held - foreign;
  const elsewhere = marks.filter((mark) => mark.ceremony !== ceremony).length;
  const parts = [
    waiting > 0
      ? `${counted(waiting)} waiting to send. ${waiting === 1 ? 'It is' : 'They are'} kept on this device.`
      : '',
    held > 0 ? `${counted(held)} need${held === 1 ? 's' : ''} your decision.` : '',
    elsewhere > 0 ? `${elsewhere} of these at another ceremony.` : '',
  ].filter((part) => part !== '');
  say(
    'check-in-state',
    parts.length > 0 ? parts.join(' ') : foreign > 0 ? 'None of your marks wait to be sent.' : 'Everything is sent.',
  );
  byId('check-in-unreachable').hidden = line !== 'unreachable';
  byId('check-in-signed-out').hidden = line !== 'signed-out';
  byId('check-in-changed').hidden = line !== 'another-account';
  byId('check-in-foreign').hidden = foreign === 0;
  if (foreign > 0)
    say(
      'check-in-foreign-count',
      `${counted(foreign)} made under another sign-in ${foreign === 1 ? 'waits' : 'wait'} on this device.`,
    );
}

const counted = (count: number): string => `${count} ${count === 1 ? 'mark' : 'marks'}`;

function say(id: string, text: string): void {
  const place = byId(id);
  if (place.textContent !== text) place.textContent = text;
}
