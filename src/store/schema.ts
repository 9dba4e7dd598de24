/**
 * Every table, once. Rows are appended, not edited: the current state of a thing is its newest row. The SQL in
 * `migrations/` is the truth for the engines (STRICT, CHECKs, triggers); the drift test holds this file to it.
 * Long because it is one list: a table is looked up here by its name, and splitting it would only hide its neighbours.
 * Times are ISO 8601 in UTC, dates are YYYY-MM-DD in Europe/London, `actor` is an account id.
 */
import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** A trial. `mode` is fixed at creation: a training trial can never become a live one. */
export const trial = sqliteTable(
  'trial',
  {
    slug: text().primaryKey(),
    mode: text({ enum: ['training', 'live'] }).notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [index('trial_by_mode').on(table.mode)],
);

/** The protocol as given, version by version. The hash is of the canonical form of `document`. */
export const protocolVersion = sqliteTable(
  'protocol_version',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    version: integer().notNull(),
    document: text().notNull(),
    protocolHash: text('protocol_hash').notNull(),
    planHash: text('plan_hash').notNull(),
    reason: text(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.version] })],
);

/** What a trial became, when and why. */
export const trialStatus = sqliteTable(
  'trial_status',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    seq: integer().notNull(),
    act: text().notNull(),
    status: text().notNull(),
    reason: text(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.seq] })],
);

/** One person's signature under an act that needs two (locking, publishing the seed). */
export const signOff = sqliteTable(
  'sign_off',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    act: text().notNull(),
    documentHash: text('document_hash').notNull(),
    role: text().notNull(),
    actor: text().notNull(),
    at: text().notNull(),
    /** The ceremony that was signed for, where what was signed is about one. */
    subject: text(),
  },
  (table) => [
    primaryKey({ columns: [table.trial, table.act, table.documentHash, table.role] }),
    uniqueIndex('sign_off_two_people').on(table.trial, table.act, table.documentHash, table.actor),
  ],
);

/** The trial's seed, encrypted under the operator's key, and its public commitment. */
export const trialSeed = sqliteTable('trial_seed', {
  trial: text()
    .primaryKey()
    .references(() => trial.slug),
  algorithm: text().notNull(),
  commitment: text().notNull(),
  sealedSeed: text('sealed_seed').notNull(),
  keyId: text('key_id').notNull(),
  at: text().notNull(),
  actor: text().notNull(),
});

/** The seed in clear, once, after the locked analysis has run. */
export const seedPublication = sqliteTable('seed_publication', {
  trial: text()
    .primaryKey()
    .references(() => trial.slug),
  seed: text().notNull(),
  at: text().notNull(),
  actor: text().notNull(),
});

/** Somebody who works with Pledge (never an attendee). */
export const account = sqliteTable(
  'account',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    role: text().notNull(),
    borough: text(),
    organisation: text(),
    isTraining: integer('is_training', { mode: 'boolean' }).notNull(),
    at: text().notNull(),
  },
  (table) => [index('account_by_training').on(table.isTraining)],
);

/** A bearer token: only its SHA-256 is kept. */
export const accessToken = sqliteTable(
  'access_token',
  {
    tokenHash: text('token_hash').primaryKey(),
    account: text()
      .notNull()
      .references(() => account.id),
    at: text().notNull(),
    expiresAt: text('expires_at').notNull(),
  },
  (table) => [index('access_token_by_account').on(table.account)],
);

export const accessTokenRevocation = sqliteTable('access_token_revocation', {
  tokenHash: text('token_hash')
    .primaryKey()
    .references(() => accessToken.tokenHash),
  at: text().notNull(),
  actor: text().notNull(),
});

/** A ceremony session of one trial; `phase` says whether arms are drawn for it. */
export const ceremony = sqliteTable(
  'ceremony',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    borough: text().notNull(),
    phase: text({ enum: ['baseline', 'trial'] }).notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [index('ceremony_by_trial').on(table.trial, table.borough)],
);

/** Date, time and venue of a ceremony; a move is a new row. A trigger refuses a slot another ceremony holds now. */
export const ceremonySlot = sqliteTable(
  'ceremony_slot',
  {
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    seq: integer().notNull(),
    borough: text().notNull(),
    heldOn: text('held_on').notNull(),
    startsAt: text('starts_at').notNull(),
    venue: text().notNull(),
    reason: text(),
    at: text().notNull(),
    actor: text().notNull(),
    /** The first day on which the arm of a ceremony held then may be seen; null in the baseline phase. */
    unsealFrom: text('unseal_from'),
    /** What two people signed, where an unsealed ceremony was moved beyond its lead time. */
    documentHash: text('document_hash'),
  },
  (table) => [
    primaryKey({ columns: [table.ceremony, table.seq] }),
    uniqueIndex('ceremony_slot_document_once').on(table.documentHash),
    index('ceremony_slot_by_place').on(table.borough, table.heldOn, table.startsAt, table.venue),
  ],
);

/** What happened to a ceremony: its list closed, its arm unsealed, cancelled, merged into another. */
export const ceremonyEvent = sqliteTable(
  'ceremony_event',
  {
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    act: text({ enum: ['list-closed', 'unsealed', 'cancelled', 'merged'] }).notNull(),
    /** With `list-closed`: the slot the ceremony held at that moment. Windows count from its date, whatever moves later. */
    slotSeq: integer('slot_seq'),
    into: text().references(() => ceremony.id),
    reason: text(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ceremony, table.act] }), index('ceremony_event_by_into').on(table.into)],
);

/** People who share a lead reference: one unit for the draw. */
export const household = sqliteTable(
  'household',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    householdHash: text('household_hash').notNull(),
    at: text().notNull(),
  },
  (table) => [uniqueIndex('household_once').on(table.trial, table.householdHash)],
);

/** One person on a list, as derived values only: there is no column a name could fit in. */
export const attendee = sqliteTable(
  'attendee',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    household: text()
      .notNull()
      .references(() => household.id),
    referenceHash: text('reference_hash').notNull(),
    groupSize: integer('group_size').notNull(),
    ageBand: text('age_band').notNull(),
    priorFranchise: text('prior_franchise').notNull(),
    registeredAtBaseline: text('registered_at_baseline').notNull(),
    eligible: text().notNull(),
    reason: text(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    uniqueIndex('attendee_once').on(table.trial, table.referenceHash),
    index('attendee_by_household').on(table.household),
  ],
);

/** Which ceremony a person is booked into; a rebooking is a new row. A trigger refuses a closed list. */
export const booking = sqliteTable(
  'booking',
  {
    attendee: text()
      .notNull()
      .references(() => attendee.id),
    seq: integer().notNull(),
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    reason: text(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.attendee, table.seq] }), index('booking_by_ceremony').on(table.ceremony)],
);

/** The list as it stood when it closed, in its randomised ceremony, for ever: the primary population, and those who came back. */
export const listMember = sqliteTable(
  'list_member',
  {
    attendee: text()
      .primaryKey()
      .references(() => attendee.id),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    unit: text(),
    /** The person was enrolled when their household was drawn, or later: no part of the primary population. */
    isReturn: integer('is_return', { mode: 'boolean' }),
  },
  (table) => [index('list_member_by_ceremony').on(table.ceremony), index('list_member_by_trial').on(table.trial)],
);

/** A burned slot and the arm it gave. Never changed, never re-used. */
export const allocation = sqliteTable(
  'allocation',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    unit: text().notNull(),
    protocolVersion: integer('protocol_version').notNull(),
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    seq: integer().notNull(),
    stratum: text().notNull(),
    position: integer().notNull(),
    block: integer().notNull(),
    blockStart: integer('block_start').notNull(),
    arm: text().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
    /** Id of the list under which it was drawn, where the scheme draws whole lists. */
    list: text(),
    /** The unit's factors or covariates as they were at the draw, in protocol order, written like a stratum's key. */
    factors: text(),
  },
  (table) => [
    primaryKey({ columns: [table.trial, table.unit] }),
    uniqueIndex('allocation_slot').on(table.trial, table.protocolVersion, table.stratum, table.position),
    uniqueIndex('allocation_order').on(table.trial, table.seq),
    index('allocation_by_ceremony').on(table.ceremony),
    foreignKey({
      columns: [table.trial, table.protocolVersion],
      foreignColumns: [protocolVersion.trial, protocolVersion.version],
    }),
  ],
);

/** Who saw the arms of which ceremony, when. */
export const armView = sqliteTable(
  'arm_view',
  {
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    actor: text().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ceremony, table.actor, table.at] })],
);

/** Who came, and to which ceremony; kept apart from the randomised ceremony. */
export const attendance = sqliteTable(
  'attendance',
  {
    attendee: text()
      .notNull()
      .references(() => attendee.id),
    seq: integer().notNull(),
    status: text({ enum: ['attended', 'absent', 'late', 'rebooked', 'left-list'] }).notNull(),
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.attendee, table.seq] }), index('attendance_by_ceremony').on(table.ceremony)],
);

/** What is known of an outcome, from one source. A correction is a new row that names the old one; each is corrected once. */
export const followUp = sqliteTable(
  'follow_up',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    attendee: text()
      .notNull()
      .references(() => attendee.id),
    outcome: text().notNull(),
    status: text({ enum: ['happened', 'not-happened', 'unmatchable'] }).notNull(),
    happenedOn: text('happened_on'),
    source: text({ enum: ['administrative', 'partner-verified', 'self-reported', 'intention'] }).notNull(),
    corrects: text(),
    reason: text(),
    at: text().notNull(),
    actor: text().notNull(),
    /** 'YYYY-MM-DD' in London; null in rows from before it was kept, which were learnt when they were recorded. */
    learntOn: text('learnt_on'),
    /** How far a volunteer came; null where the outcome has no steps or the event is the outcome itself. */
    step: text({ enum: ['interest', 'sign-up', 'training', 'first-session'] }),
    /** The correction puts nothing in the place of what it corrects; its status then says "unmatchable" and means nothing. */
    takesBack: integer('takes_back', { mode: 'boolean' }),
    /** Recorded once the data were frozen, and in no frozen data. */
    isAfterFreeze: integer('after_freeze', { mode: 'boolean' }),
  },
  (table) => [
    index('follow_up_by_attendee').on(table.attendee),
    index('follow_up_by_trial').on(table.trial),
    uniqueIndex('follow_up_corrected_once').on(table.corrects),
    foreignKey({ columns: [table.corrects], foreignColumns: [table.id] }),
  ],
);

/** A person leaves the trial or objects; the allocation stays and is counted. */
export const withdrawal = sqliteTable('withdrawal', {
  attendee: text()
    .primaryKey()
    .references(() => attendee.id),
  trial: text()
    .notNull()
    .references(() => trial.slug),
  reason: text().notNull(),
  decision: text({ enum: ['keep-outcomes', 'count-only'] }).notNull(),
  at: text().notNull(),
  actor: text().notNull(),
});

/** The files of a frozen data set or an analysis run, in parts below the engines' value limit. */
export const artefact = sqliteTable(
  'artefact',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    collection: text().notNull(),
    name: text().notNull(),
    part: integer().notNull(),
    sha256: text().notNull(),
    body: text().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.collection, table.name, table.part] })],
);

/** A run of an analysis. One locked run per trial; every other is exploratory for ever. */
export const analysisRun = sqliteTable(
  'analysis_run',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    kind: text({ enum: ['locked', 'exploratory'] }).notNull(),
    manifestHash: text('manifest_hash').notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [uniqueIndex('analysis_run_locked_once').on(table.trial).where(sql`kind = 'locked'`)],
);

/** Who took row-level data out, when and for which stated reason. */
export const dataExport = sqliteTable(
  'data_export',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    sha256: text().notNull(),
    reason: text().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [index('data_export_by_trial').on(table.trial)],
);

/** The trial's hash chain. A trigger refuses an entry whose previous hash is not the hash before it. */
export const ledgerEntry = sqliteTable(
  'ledger_entry',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    seq: integer().notNull(),
    at: text().notNull(),
    actor: text().notNull(),
    act: text().notNull(),
    subject: text().notNull(),
    payloadHash: text('payload_hash').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.trial, table.seq] }), uniqueIndex('ledger_entry_hash').on(table.hash)],
);

/** The salt under an entry's payload hash. Deleting it makes the hash mean nothing and leaves the chain whole. */
export const ledgerSalt = sqliteTable(
  'ledger_salt',
  {
    trial: text().notNull(),
    seq: integer().notNull(),
    salt: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.trial, table.seq] }),
    foreignKey({ columns: [table.trial, table.seq], foreignColumns: [ledgerEntry.trial, ledgerEntry.seq] }),
  ],
);

/** The answer given to a write, so that the same key gives the same answer. */
export const idempotency = sqliteTable(
  'idempotency',
  {
    account: text().notNull(),
    key: text().notNull(),
    requestHash: text('request_hash').notNull(),
    status: integer().notNull(),
    body: text().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.account, table.key] })],
);

/** How many units each arm has so far, for the schemes that look at it; one row with each list, the newest counts. */
export const drawTally = sqliteTable(
  'draw_tally',
  {
    trial: text()
      .notNull()
      .references(() => trial.slug),
    seq: integer().notNull(),
    protocolVersion: integer('protocol_version').notNull(),
    /** The trial's newest allocation when this was written. */
    afterSeq: integer('after_seq').notNull(),
    /** JSON: [[key, [count, …]], …]. */
    tally: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.trial, table.seq] }),
    foreignKey({
      columns: [table.trial, table.protocolVersion],
      foreignColumns: [protocolVersion.trial, protocolVersion.version],
    }),
  ],
);

/** The receipt of an allocation: the salt that hides the unit, the hash under it, and the receipt's number. */
export const allocationReceipt = sqliteTable(
  'allocation_receipt',
  {
    trial: text().notNull(),
    unit: text().notNull(),
    salt: text().notNull(),
    unitHash: text('unit_hash').notNull(),
    ledgerSeq: integer('ledger_seq').notNull(),
    number: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.trial, table.unit] }),
    uniqueIndex('allocation_receipt_hash').on(table.trial, table.unitHash),
    uniqueIndex('allocation_receipt_number').on(table.trial, table.number),
    foreignKey({ columns: [table.trial, table.unit], foreignColumns: [allocation.trial, allocation.unit] }),
    foreignKey({ columns: [table.trial, table.ledgerSeq], foreignColumns: [ledgerEntry.trial, ledgerEntry.seq] }),
  ],
);

/** The output of the protocol's beacon round, signed by two people before anything is drawn. */
export const beaconOutput = sqliteTable('beacon_output', {
  trial: text()
    .primaryKey()
    .references(() => trial.slug),
  source: text().notNull(),
  round: text().notNull(),
  output: text().notNull(),
  documentHash: text('document_hash').notNull(),
  at: text().notNull(),
  actor: text().notNull(),
});

/** Something that went wrong with a randomisation. No allocation changes; all of them are counted. */
export const randomisationError = sqliteTable(
  'randomisation_error',
  {
    id: text().primaryKey(),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    kind: text({
      enum: [
        'wrong-stratum',
        'ineligible-found-later',
        'duplicate-enrolment',
        'mistaken-allocation',
        'not-delivered-as-drawn',
        'households-found-one',
      ],
    }).notNull(),
    /** A drawn unit, a person, or a household: whichever the kind speaks of. */
    subject: text().notNull(),
    /** The second person or household, where the kind speaks of two. */
    other: text(),
    code: text(),
    /** The stratum's right key, with `wrong-stratum`. */
    stratum: text(),
    /** The arm delivered instead, with `not-delivered-as-drawn` and `other-arm`. */
    arm: text(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [index('randomisation_error_by_subject').on(table.trial, table.kind, table.subject)],
);

/** A report that was itself a mistake: it stands no more, and the same thing can be reported again. */
export const randomisationErrorRetraction = sqliteTable('randomisation_error_retraction', {
  error: text()
    .primaryKey()
    .references(() => randomisationError.id),
  reason: text({ enum: ['entered-in-error', 'wrong-one-named', 'put-right'] }).notNull(),
  at: text().notNull(),
  actor: text().notNull(),
});

/** Somebody who came to a ceremony after its list had closed, and the drawn unit they follow, where there is one. */
export const lateJoiner = sqliteTable(
  'late_joiner',
  {
    attendee: text()
      .primaryKey()
      .references(() => attendee.id),
    trial: text()
      .notNull()
      .references(() => trial.slug),
    ceremony: text()
      .notNull()
      .references(() => ceremony.id),
    kind: text({ enum: ['late-joiner', 'walk-in'] }).notNull(),
    unit: text(),
    afterUnsealing: integer('after_unsealing', { mode: 'boolean' }).notNull(),
    at: text().notNull(),
    actor: text().notNull(),
  },
  (table) => [
    index('late_joiner_by_ceremony').on(table.ceremony),
    index('late_joiner_by_trial').on(table.trial),
    foreignKey({ columns: [table.trial, table.unit], foreignColumns: [allocation.trial, allocation.unit] }),
  ],
);
