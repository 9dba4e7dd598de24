/** The documents of a trial: to read, and to take as text. Public from the lock on; before it there are none. */
import type { Context } from 'hono';
import { isDocumentKind } from '../../trial/documents/kinds.ts';
import type { Door, WebEnv } from '../door.ts';
import { documentPage, documentsPage, documentText, isLocked, type LockedTrial } from '../pages/documents.ts';

export function documentRoutes({ web, reads, show, notFound }: Door): void {
  async function lockedTrial(context: Context<WebEnv>): Promise<LockedTrial | null> {
    const trial = await reads.trial(context.req.param('slug') ?? '', context.get('viewer'));
    return trial !== null && isLocked(trial) ? trial : null;
  }

  web.get('/trials/:slug/documents', async (context) => {
    const trial = await lockedTrial(context);
    return trial === null ? notFound(context) : show(context, documentsPage(trial));
  });

  web.get('/trials/:slug/documents/:kind', async (context) => {
    const kind = context.req.param('kind');
    const trial = await lockedTrial(context);
    return trial === null || !isDocumentKind(kind) ? notFound(context) : show(context, documentPage(trial, kind));
  });

  web.get('/trials/:slug/documents/:kind/text', async (context) => {
    const kind = context.req.param('kind');
    const trial = await lockedTrial(context);
    if (trial === null || !isDocumentKind(kind)) return notFound(context);
    context.header('Content-Type', 'text/markdown; charset=utf-8');
    context.header('Content-Disposition', `attachment; filename="${trial.slug}-${kind}.md"`);
    context.header('Cache-Control', context.get('viewer') === null ? 'no-cache' : 'no-store');
    context.header('Vary', 'Cookie');
    return context.body(documentText(trial, kind));
  });
}
