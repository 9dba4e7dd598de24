/** The pages of a trial: itself, its protocol, its draw, how it was run, and whether a receipt or a hash is genuine. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { type Asked, checkPage } from '../pages/check.ts';
import { conductPage } from '../pages/conduct.ts';
import { drawPage } from '../pages/draw.ts';
import { protocolPage } from '../pages/protocol.ts';
import { trialPage } from '../pages/trial.ts';
import { readHashText, readReceiptText, tooLong } from '../pasted.ts';
import type { Viewer } from '../reads.ts';

export function trialRoutes({ web, reads, show, notFound }: Door): void {
  web.get('/trials/:slug', async (context) => {
    const trial = await reads.trial(context.req.param('slug'), context.get('viewer'));
    return trial === null ? notFound(context) : show(context, trialPage(trial, context.get('viewer')));
  });

  web.get('/trials/:slug/protocol', async (context) => {
    const trial = await reads.trial(context.req.param('slug'), context.get('viewer'));
    return trial === null ? notFound(context) : show(context, protocolPage(trial));
  });

  web.get('/trials/:slug/draw', async (context) => {
    const draw = await reads.draw(context.req.param('slug'), context.get('viewer'));
    return draw === null ? notFound(context) : show(context, drawPage(draw));
  });

  web.get('/trials/:slug/conduct', async (context) => {
    const viewer = viewerOf(context);
    const conduct = await reads.conduct(context.req.param('slug'), viewer);
    return conduct === null ? notFound(context) : show(context, conductPage(conduct));
  });

  async function showCheck(context: Context<WebEnv>, asked: Asked): Promise<Response> {
    const trial = await reads.trial(context.req.param('slug') ?? '', context.get('viewer'));
    if (trial === null) return notFound(context);
    const response = await show(context, checkPage(trial, asked), asked.kind === 'problem' ? 422 : 200);
    response.headers.set('Cache-Control', 'no-store');
    return response;
  }

  web.get('/trials/:slug/check', (context) => showCheck(context, { kind: 'nothing' }));

  const onePaste = bodyLimit({
    maxSize: 16_384,
    onError: (context) => showCheck(context, { kind: 'problem', question: 'receipt', message: tooLong, pasted: '' }),
  });

  web.post('/trials/:slug/check', onePaste, async (context) => {
    const form = new URLSearchParams(await context.req.text());
    return showCheck(context, await askedBy(form, context.req.param('slug'), context.get('viewer')));
  });

  async function askedBy(form: URLSearchParams, slug: string, viewer: Viewer | null): Promise<Asked> {
    const hash = form.get('hash');
    const pasted = hash ?? form.get('receipt') ?? '';
    if (hash !== null) {
      const read = readHashText(hash);
      if (!read.ok) return { kind: 'problem', question: 'hash', message: read.message, pasted };
      return { kind: 'hash', verdict: await reads.checkHash(slug, viewer, read.value) };
    }
    const read = readReceiptText(pasted);
    if (!read.ok) return { kind: 'problem', question: 'receipt', message: read.message, pasted };
    return { kind: 'receipt', verdict: await reads.checkReceipt(slug, viewer, read.value) };
  }
}
