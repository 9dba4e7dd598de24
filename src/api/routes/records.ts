/** What is recorded and read after the draw: follow-ups, withdrawals, monitoring, analysis, exports. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../../actions/deps.ts';
import {
  exportDataset,
  listRuns,
  readExportedDataset,
  readExportedDraw,
  readRunFile,
} from '../../actions/export-dataset.ts';
import { exportSummary } from '../../actions/export-summary.ts';
import { readAttrition } from '../../actions/read-attrition.ts';
import { readFlowDiagram } from '../../actions/read-flow.ts';
import { readMonitoring } from '../../actions/read-monitoring.ts';
import { readSampleRatio } from '../../actions/read-sample-ratio.ts';
import { followUpsSchema, recordFollowUps } from '../../actions/record-follow-ups.ts';
import { readAccessRecords } from '../../actions/record-looks.ts';
import { runLockedAnalysis } from '../../actions/run-analysis.ts';
import { runExploratory } from '../../actions/run-exploratory.ts';
import { stopContact, stopContactSchema } from '../../actions/stop-contact.ts';
import { matchResultSchema, uploadMatchResult } from '../../actions/upload-match-result.ts';
import { withdrawAttendee, withdrawSchema } from '../../actions/withdraw-attendee.ts';
import { sentenceSchema } from '../../trial/sentence.ts';
import { type ApiEnvironment, signedIn, writeRequest } from '../context.ts';
import { summarySchema } from '../release-reply-schemas.ts';
import {
  accessRecordsSchema,
  attritionSchema,
  dataExportSchema,
  followUpsRecordedSchema,
  matchRecordedSchema,
  monitoringSchema,
  ranExploratorySchema,
  ranSchema,
  runsSchema,
  sampleRatioSchema,
  withdrawnSchema,
} from '../reply-schemas.ts';
import { answer, emptyBody, fileRoute, readRoute, slugParams, writeRoute } from '../route.ts';

const runFileParams = slugParams.extend({ run: z.string(), name: z.string() });

export function recordRoutes(api: OpenAPIHono<ApiEnvironment>, deps: Deps): void {
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/follow-ups',
      tag: 'Follow-ups',
      summary: 'Record follow-ups of one outcome from one source',
      params: slugParams,
      body: followUpsSchema,
      reply: followUpsRecordedSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await recordFollowUps(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/match-results',
      tag: 'Follow-ups',
      summary:
        'Upload what a borough found by matching with its register: ids, results and dates only, or refused whole',
      params: slugParams,
      body: matchResultSchema,
      reply: matchRecordedSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await uploadMatchResult(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/withdrawals',
      tag: 'Follow-ups',
      summary: 'A person leaves the trial or objects',
      params: slugParams,
      body: withdrawSchema,
      reply: withdrawnSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await withdrawAttendee(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json'))),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/contact-stops',
      tag: 'Follow-ups',
      summary: 'A person wants to be sent nothing more, and stays in the trial',
      params: slugParams,
      body: stopContactSchema,
      reply: z.object({ trial_id: z.string(), stopped: z.literal(true) }),
      statuses: [201],
    }),
    async (c) => {
      const { trial_id } = c.req.valid('json');
      return answer(c, await stopContact(deps, await writeRequest(c), c.req.valid('param').slug, trial_id));
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/monitoring',
      tag: 'Analysis',
      summary: 'Blinded monitoring: pooled figures, never by arm',
      params: slugParams,
      reply: monitoringSchema,
    }),
    async (c) =>
      c.json(monitoringSchema.parse(await readMonitoring(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/sample-ratio',
      tag: 'Analysis',
      summary: 'Units by arm beside the ratio of the draw; whoever reads it is never blind again in this trial',
      params: slugParams,
      reply: sampleRatioSchema,
    }),
    async (c) =>
      c.json(sampleRatioSchema.parse(await readSampleRatio(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/attrition',
      tag: 'Analysis',
      summary:
        'Missing outcomes by arm, of those whose window is over; whoever reads it is never blind again in this trial',
      params: slugParams,
      reply: attritionSchema,
    }),
    async (c) => c.json(attritionSchema.parse(await readAttrition(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/analysis',
      tag: 'Analysis',
      summary: 'Run the locked analysis on the frozen data',
      params: slugParams,
      body: emptyBody,
      reply: ranSchema,
      statuses: [200],
    }),
    async (c) => answer(c, await runLockedAnalysis(deps, await writeRequest(c), c.req.valid('param').slug)),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/exploratory-analyses',
      tag: 'Analysis',
      summary:
        'Run another analysis of the frozen data, after the locked one: everything made of it says that it is exploratory',
      params: slugParams,
      body: z.strictObject({ plan: z.string().max(200_000).describe('The text of a plan.json of its own') }),
      reply: ranExploratorySchema,
      statuses: [201],
    }),
    async (c) =>
      answer(c, await runExploratory(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json').plan)),
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/runs',
      tag: 'Analysis',
      summary: 'The runs of a trial',
      params: slugParams,
      reply: runsSchema,
    }),
    async (c) => c.json(runsSchema.parse(await listRuns(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    fileRoute({
      path: '/trials/{slug}/runs/{run}/files/{name}',
      tag: 'Analysis',
      summary: 'One file of a run',
      params: runFileParams,
      type: 'application/octet-stream',
    }),
    async (c) => {
      const { slug, run, name } = c.req.valid('param');
      return c.body((await readRunFile(deps, signedIn(c), slug, run, name)).body, 200, {
        'content-type': 'application/octet-stream',
      });
    },
  );
  api.openapi(
    fileRoute({
      path: '/trials/{slug}/flow.svg',
      tag: 'Analysis',
      summary: 'The CONSORT flow diagram with exact figures, after the locked analysis',
      params: slugParams,
      type: 'image/svg+xml',
    }),
    async (c) => {
      const svg = await readFlowDiagram(deps, signedIn(c), c.req.valid('param').slug);
      return c.body(svg, 200, { 'content-type': 'image/svg+xml' });
    },
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/dataset-exports',
      tag: 'Exports',
      summary: 'Take the frozen data set, for a stated reason, which is kept',
      params: slugParams,
      body: z.strictObject({ reason: sentenceSchema.min(10) }),
      reply: dataExportSchema,
      statuses: [201],
    }),
    async (c) =>
      answer(
        c,
        await exportDataset(deps, await writeRequest(c), c.req.valid('param').slug, c.req.valid('json').reason),
      ),
  );
  api.openapi(
    fileRoute({
      path: '/trials/{slug}/dataset-exports/{id}/dataset.csv',
      tag: 'Exports',
      summary: 'The data set of an export of your own',
      params: slugParams.extend({ id: z.string() }),
      type: 'text/csv',
    }),
    async (c) => {
      const { slug, id } = c.req.valid('param');
      return c.body(await readExportedDataset(deps, signedIn(c), slug, id), 200, { 'content-type': 'text/csv' });
    },
  );
  api.openapi(
    fileRoute({
      path: '/trials/{slug}/dataset-exports/{id}/draw.json',
      tag: 'Exports',
      summary: 'What the locked run repeated the draw from, of an export of your own',
      params: slugParams.extend({ id: z.string() }),
      type: 'application/octet-stream',
    }),
    async (c) => {
      const { slug, id } = c.req.valid('param');
      return c.body(await readExportedDraw(deps, signedIn(c), slug, id), 200, {
        'content-type': 'application/octet-stream',
      });
    },
  );
  api.openapi(
    readRoute({
      path: '/trials/{slug}/access-records',
      tag: 'Exports',
      summary: 'Who saw which arms, and who took row-level data, when',
      params: slugParams,
      reply: accessRecordsSchema,
    }),
    async (c) =>
      c.json(accessRecordsSchema.parse(await readAccessRecords(deps, signedIn(c), c.req.valid('param').slug)), 200),
  );
  api.openapi(
    writeRoute({
      path: '/trials/{slug}/summaries',
      tag: 'Exports',
      summary: 'Export a summary: safe aggregates only',
      params: slugParams,
      body: emptyBody,
      reply: summarySchema,
      statuses: [200],
    }),
    async (c) => answer(c, await exportSummary(deps, await writeRequest(c), c.req.valid('param').slug)),
  );
}
