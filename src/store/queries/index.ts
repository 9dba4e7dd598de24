/**
 * Every question the house may ask of its memory, by name. Each file holds the questions of one topic.
 */
import { accountQueries } from './accounts.ts';
import { allocationQueries } from './allocations.ts';
import { amendmentQueries } from './amendments.ts';
import { artefactQueries } from './artefacts.ts';
import { blindingQueries } from './blinding.ts';
import { boroughQueries } from './boroughs.ts';
import { ceremonyQueries } from './ceremonies.ts';
import { codeQueries } from './codes.ts';
import { conductQueries } from './conduct.ts';
import { countQueries } from './counts.ts';
import type { Database } from './database.ts';
import { deliveryQueries } from './delivery.ts';
import { deskQueries } from './desk.ts';
import { flowQueries } from './flow.ts';
import { lateJoinerQueries } from './late-joiners.ts';
import { ledgerQueries } from './ledger.ts';
import { listQueries } from './lists.ts';
import { monitoringQueries } from './monitoring.ts';
import { pollQueries } from './polls.ts';
import { populationCountQueries } from './population-counts.ts';
import { randomisationErrorQueries } from './randomisation-errors.ts';
import { receiptQueries } from './receipts.ts';
import { recordQueries } from './records.ts';
import { releaseQueries } from './releases.ts';
import { reminderQueries } from './reminders.ts';
import { staffQueries } from './staff.ts';
import { subjectQueries } from './subjects.ts';
import { trialQueries } from './trials.ts';

export function createQueries(db: Database) {
  return {
    ...accountQueries(db),
    ...allocationQueries(db),
    ...amendmentQueries(db),
    ...artefactQueries(db),
    ...blindingQueries(db),
    ...boroughQueries(db),
    ...ceremonyQueries(db),
    ...codeQueries(db),
    ...conductQueries(db),
    ...countQueries(db),
    ...deliveryQueries(db),
    ...deskQueries(db),
    ...flowQueries(db),
    ...lateJoinerQueries(db),
    ...ledgerQueries(db),
    ...listQueries(db),
    ...monitoringQueries(db),
    ...pollQueries(db),
    ...populationCountQueries(db),
    ...randomisationErrorQueries(db),
    ...receiptQueries(db),
    ...recordQueries(db),
    ...releaseQueries(db),
    ...reminderQueries(db),
    ...staffQueries(db),
    ...subjectQueries(db),
    ...trialQueries(db),
  };
}

export type Queries = ReturnType<typeof createQueries>;
