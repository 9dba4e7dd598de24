/** The web room put together for tests, on built views; building first makes a clean checkout enough. */

import { build } from '../../src/web/build.ts';
import { createWeb, type WebDeps } from '../../src/web/web.ts';
import { noActs, noAttendee, noDesk, noStaff } from './no-acts.ts';
import { type Sample, sampleNow, sampleReads, trainingSample } from './sample-reads.ts';
import { sampleSignIn } from './sample-sign-in.ts';

await build();
const { assets, views } = await import('../../src/web/generated/site.js');

export { assets, views };

/** The web over a sample; `changes` replaces single dependencies. */
export function sampleWeb(sample: Sample = trainingSample, changes: Partial<WebDeps> = {}) {
  return createWeb({
    reads: sampleReads(sample),
    acts: noActs,
    desk: noDesk,
    signIn: sampleSignIn(sampleReads(sample)),
    addressOf: () => null,
    staff: noStaff,
    attendee: noAttendee,
    assets,
    views,
    clock: () => sampleNow,
    report: (error) => {
      throw error;
    },
    publicOrigin: null,
    contact: null,
    ...changes,
  });
}
