/** What the demo reads of the API's answers. Whatever else an answer holds is passed over. */
import * as z from 'zod';

export const anything = z.unknown();
export const draftedReply = z.looseObject({ protocolHash: z.string() });
export const ceremonyReply = z.looseObject({ id: z.string() });
export const enrolledReply = z.looseObject({
  attendees: z.array(z.looseObject({ trial_id: z.string(), reference_hash: z.string() })),
});
export const listReply = z.array(
  z.looseObject({ trial_id: z.string(), household: z.string(), reference_hash: z.string() }),
);
export const armsReply = z.looseObject({ arms: z.array(z.looseObject({ unit: z.string(), arm: z.string() })) });
export const recordedReply = z.looseObject({ ids: z.array(z.string()) });
export const ranReply = z.looseObject({ run: z.string(), files: z.array(z.looseObject({ name: z.string() })) });
export const publishedReply = z.looseObject({ seed: z.string() });
const icc = z.union([
  z.object({ estimate: z.number(), interval: z.tuple([z.unknown(), z.unknown()]) }),
  z.object({ notEstimable: z.object({ reason: z.string() }) }),
]);
export const monitoringReply = z.looseObject({
  enrolled: z.array(z.looseObject({ count: z.number() })),
  baseline: z.looseObject({
    people: z.number(),
    outcomes: z.array(z.looseObject({ outcome: z.string(), rate: z.number().nullable(), icc })),
  }),
});
export type Monitoring = Readonly<z.infer<typeof monitoringReply>>;
export const exportReply = z.looseObject({ id: z.string() });
export const ledgerReply = z.looseObject({ entries: z.array(z.looseObject({})), next: z.number().nullable() });
export const trialReply = z.looseObject({ status: z.string(), ledgerHead: z.looseObject({ hash: z.string() }) });

export const packReply = z.array(z.object({ name: z.string() }));
