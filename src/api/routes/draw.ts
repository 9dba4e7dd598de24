/** What stands behind the draw and beside it: beacon, receipts, the ledger's head, the files of a re-draw, errors, late joiners. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { addLateJoiners, lateJoinersSchema } from '../../actions/add-late-joiners.ts';
import type { Deps } from '../../actions/deps.ts';
import { exportAllocations, exportPublicDraw, exportUnits } from '../../actions/export-draw.ts';
import { readConduct } from '../../actions/read-conduct.ts';
import { readLedger, readLedgerHead } from '../../actions/read-ledger.ts';
import { readRandomisationErrors } from '../../actions/read-randomisation-errors.ts';
import { checkReceipt, readReceiptNumbers, readReceipts, receiptCheckSchema } from '../../actions/read-receipts.ts';
import { beaconSchema, recordBeacon } from '../../actions/record-beacon.ts';
import { reportRandomisationError } from '../../actions/report-randomisation-error.ts';
import { takeBackRandomisationError, takeBackSchema } from '../../actions/take-back-randomisation-error.ts';
import { randomisationErrorSchema } from '../../trial/randomisation-errors.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import {
  beaconRecordedSchema,
  conductSchema,
  errorReportedSchema,
  errorTakenBackSchema,
  lateJoinersAddedSchema,
  ledgerHeadSchema,
  ledgerSchema,
  randomisationErrorsSchema,
  receiptCheckedSchema,
  receiptNumbersSchema,
  receiptsSchema,
} from '../draw-reply-schemas.ts';
import { answer, ceremonyParams, fileRoute, questionRoute, readRoute, slugParams, writeRoute } from '../route.ts';

const tag = 'Draw';
const versionParams = slugParams.extend({
  version: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/)
    .describe('Protocol version'),
});
const fromQuery = z.object({
  from: z
    .string()
    .regex(/^[0-9]{1,9}$/, 'a number from 0')
    .optional(),
});

export function drawRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  beaconRoutes(api, deps);
  receiptRoutes(api, deps);
  errorRoutes(api, deps);
  ledgerRoutes(api, deps);
  fileRoutes(api, deps);
}

function beaconRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/beacon',
      tag,
      summary: 'Sign the output of the protocol’s beacon round: trial administrator and auditor, before the first draw',
      params: slugParams,
      body: beaconSchema,
      reply: beaconRecordedSchema,
      statuses: [200, 202],
    }),
    async (c) =>
      answer(c, await recordBeacon(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json').output)),
  );
}

function receiptRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    readRoute({
      path: '/ceremonies/{ceremony}/receipts',
      tag,
      summary: 'The numbers of the receipts of your own ceremony, once unsealed',
      params: ceremonyParams,
      reply: receiptNumbersSchema,
    }),
    async (c) => c.json(await readReceiptNumbers(deps, signedIn(c), c.req.valid('param').ceremony), 200),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/receipts',
      tag,
      summary:
        'Full receipts, 1,000 a page; the auditor’s of unsealed ceremonies, everybody’s once the seed is published',
      params: slugParams,
      query: fromQuery,
      reply: receiptsSchema,
    }),
    async (c) => {
      const from = Number(c.req.query('from') ?? '0');
      return c.json(await readReceipts(deps, signedIn(c), c.req.valid('param').slug, from), 200);
    },
  );
  api.openapi(
    questionRoute({
      path: '/trials/{slug}/receipts/check',
      tag,
      summary: 'Whether the trial holds a receipt, by its text or its number; nothing is written',
      params: slugParams,
      body: receiptCheckSchema,
      reply: receiptCheckedSchema,
    }),
    async (c) =>
      c.json(await checkReceipt(deps, c.get('account'), c.req.valid('param').slug, c.req.valid('json')), 200),
  );
}

function errorRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/randomisation-errors',
      tag,
      summary: 'Report that something went wrong with a draw; no allocation changes',
      params: slugParams,
      body: randomisationErrorSchema,
      reply: errorReportedSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(
        c,
        await reportRandomisationError(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json')),
      ),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/randomisation-errors',
      tag,
      summary: 'What was reported, without arms; a borough sees what is about its own',
      params: slugParams,
      reply: randomisationErrorsSchema,
    }),
    async (c) => c.json(await readRandomisationErrors(deps, signedIn(c), c.req.valid('param').slug), 200),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/randomisation-errors/{error}/take-back',
      tag,
      summary: 'Take back a report that was itself a mistake; it stays on file',
      params: slugParams.extend({ error: z.string().describe('Id of the report') }),
      body: takeBackSchema,
      reply: errorTakenBackSchema,
      statuses: [200],
    }),
    async (c) => {
      const { slug, error } = c.req.valid('param');
      return answer(c, await takeBackRandomisationError(deps, await writeRequest(c), slug, error, c.req.valid('json')));
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/conduct',
      tag,
      summary: 'Short notice, changes after unsealing and errors, by borough; a borough sees its own',
      params: slugParams,
      reply: conductSchema,
    }),
    async (c) => c.json(conductSchema.parse(await readConduct(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    writeRoute({
      path: '/ceremonies/{ceremony}/late-joiners',
      tag,
      summary:
        'Add people who came after the list had closed, from an open list too: every row or none, and nothing is drawn',
      params: ceremonyParams,
      body: lateJoinersSchema,
      reply: lateJoinersAddedSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await addLateJoiners(deps, await writeRequest(c), c.req.valid('param').ceremony, c.req.valid('json'))),
  );
}

function ledgerRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    readRoute({
      path: '/trials/{slug}/ledger',
      tag,
      summary: 'The hash chain, 1,000 entries a page; ?from= names the first',
      params: slugParams,
      query: fromQuery,
      reply: ledgerSchema,
    }),
    async (c) => {
      const from = Number(c.req.query('from') ?? '0');
      return c.json(await readLedger(deps, signedIn(c), c.req.valid('param').slug, from), 200);
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/ledger/head',
      tag,
      summary: 'The newest entry’s hash; ?hash= asks whether one that you kept is in the chain',
      params: slugParams,
      query: z.object({
        hash: z
          .string()
          .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')
          .optional(),
      }),
      reply: ledgerHeadSchema,
      isPublic: true,
    }),
    async (c) =>
      c.json(await readLedgerHead(deps, c.get('account'), c.req.valid('param').slug, c.req.query('hash') ?? null), 200),
  );
}

function fileRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  for (const [file, make] of [
    ['units', exportUnits],
    ['allocations', exportAllocations],
  ] as const) {
    api.openapi(
      fileRoute({
        path: `/trials/{slug}/draw/{version}/${file}`,
        tag,
        summary: `The ${file} drawn under a protocol version, once the seed is published`,
        params: versionParams,
        type: 'text/csv',
      }),
      async (c) => {
        const { slug, version } = c.req.valid('param');
        return c.body(await make(deps, signedIn(c), slug, Number(version)), 200, { 'content-type': 'text/csv' });
      },
    );
  }
  api.openapi(
    fileRoute({
      path: '/trials/{slug}/draw/{version}/public',
      tag,
      summary:
        'The draw as anybody may have it, once the seed is published: salted hashes, strata of at least 10 units',
      params: versionParams,
      type: 'text/csv',
      isPublic: true,
    }),
    async (c) => {
      const { slug, version } = c.req.valid('param');
      const csv = await exportPublicDraw(deps, c.get('account'), slug, Number(version));
      return c.body(csv, 200, { 'content-type': 'text/csv' });
    },
  );
}
