/** Files kept in parts: the frozen data set and the bundles of analysis runs. */
import { and, eq } from 'drizzle-orm';
import { analysisRun, artefact, dataExport } from '../schema.ts';
import type { Database } from './database.ts';

export function artefactQueries(db: Database) {
  return {
    async artefactNames(slug: string, collection: string) {
      return db
        .select({ name: artefact.name, sha256: artefact.sha256 })
        .from(artefact)
        .where(and(eq(artefact.trial, slug), eq(artefact.collection, collection), eq(artefact.part, 0)))
        .orderBy(artefact.name);
    },

    async artefactBody(slug: string, collection: string, name: string) {
      const parts = await db
        .select({ body: artefact.body, sha256: artefact.sha256 })
        .from(artefact)
        .where(and(eq(artefact.trial, slug), eq(artefact.collection, collection), eq(artefact.name, name)))
        .orderBy(artefact.part);
      const first = parts[0];
      return first === undefined ? undefined : { sha256: first.sha256, body: parts.map(({ body }) => body).join('') };
    },

    async dataExport(slug: string, id: string) {
      const rows = await db
        .select()
        .from(dataExport)
        .where(and(eq(dataExport.trial, slug), eq(dataExport.id, id)));
      return rows[0];
    },

    async dataExports(slug: string) {
      return db.select().from(dataExport).where(eq(dataExport.trial, slug)).orderBy(dataExport.at, dataExport.id);
    },

    async analysisRuns(slug: string) {
      return db.select().from(analysisRun).where(eq(analysisRun.trial, slug)).orderBy(analysisRun.at, analysisRun.id);
    },
  };
}
