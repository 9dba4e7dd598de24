/** The sample web as a Worker: the same sample, on views that were built before it is bundled. */
import { assets, views } from '../../src/web/generated/site.js';
import { createWeb } from '../../src/web/web.ts';
import { noActs, noAttendee, noDesk, noStaff } from './no-acts.ts';
import { sampleNow, sampleReads, trainingSample } from './sample-reads.ts';
import { sampleSignIn } from './sample-sign-in.ts';

export default createWeb({
  reads: sampleReads(trainingSample),
  acts: noActs,
  desk: noDesk,
  signIn: sampleSignIn(sampleReads(trainingSample)),
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
});
