/** When the counts of a borough's conduct become a sentence. */
import { expect, test } from 'vitest';
import { type Conduct, conductWarnings } from '../../src/trial/conduct.ts';
import { randomisationErrorKinds } from '../../src/trial/randomisation-errors.ts';

const none = Object.fromEntries(randomisationErrorKinds.map((kind) => [kind, 0])) as Conduct['errors']['standing'];
const quiet: Conduct = {
  ceremonies: 9,
  shortNotice: { scheduled: 0, broughtForward: 0, cancelledOnceSeen: 0 },
  afterUnsealing: {
    ...{ moved: 0, movedAgain: 0, movedBeyondLeadTime: 0, cancelled: 0, merged: 0 },
    ...{ joined: 0, rebooked: 0, withdrawn: 0 },
  },
  errors: { standing: none, takenBack: 0 },
};
const after = (change: Partial<Conduct['afterUnsealing']>) => ({
  ...quiet,
  afterUnsealing: { ...quiet.afterUnsealing, ...change },
});
const cancelled = (cancelledOnceSeen: number) => ({
  ...quiet,
  shortNotice: { ...quiet.shortNotice, cancelledOnceSeen },
});

test.each<[string, Conduct, RegExp[]]>([
  ['nothing', quiet, []],
  ['one cancelled', cancelled(1), []],
  ['two cancelled', cancelled(2), [/^Newham cancelled 2 ceremonies/]],
  ['one moved again', after({ movedAgain: 1 }), [/^Newham moved a ceremony more than once/]],
  ['one merged', after({ merged: 1 }), []],
  ['two merged', after({ merged: 2 }), [/^Newham merged 2 ceremonies once their arms/]],
])('%s', (_, conduct, expected) => {
  expect(conductWarnings('Newham', conduct)).toEqual(expected.map((words) => expect.stringMatching(words)));
});
