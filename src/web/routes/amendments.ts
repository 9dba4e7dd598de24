/** A version of the protocol for anybody to read; amendments, for the two who propose and sign them. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { amendmentSchema } from '../../actions/amend-protocol.ts';
import type { Problem } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { keyOf } from '../forms.ts';
import { amendmentsOf, amendmentsPage, amendPage, checkAmendmentPage, proposalPage } from '../pages/amendments.ts';
import { versionPage } from '../pages/protocol.ts';
import type { TrialView } from '../reads.ts';

const asked: Readonly<Record<string, string>> = {
  protocol: 'Choose the file of the amended protocol',
  weight: 'Select whether it is minor or major',
  reason: 'Enter why it is amended, in 10 to 500 characters',
};

const nothing = { weight: '', reason: '' };

/** The text as it was uploaded: it travels as JSON, since browsers write every line end of a field as two characters. */
function textIn(json: string): string {
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}

export function amendmentRoutes({ web, reads, desk, show, notFound }: Door): void {
  const slugOf = (context: Context<WebEnv>) => context.req.param('slug') ?? '';
  const trialOf = (context: Context<WebEnv>) => reads.trial(slugOf(context), context.get('viewer'));

  web.get('/trials/:slug/protocol/:version', async (context) => {
    const trial = await trialOf(context);
    const asked = /^[1-9]\d{0,5}$/.exec(context.req.param('version'));
    if (trial === null || asked === null) return notFound(context);
    const version = await desk.version(context.get('viewer'), trial.slug, Number(asked[0]));
    return show(context, versionPage(trial, version, context.req.query('done') === 'signed'));
  });

  web.get('/trials/:slug/amendments', async (context) => {
    const trial = await trialOf(context);
    if (trial === null) return notFound(context);
    const proposals = await desk.proposals(viewerOf(context), trial.slug);
    return show(context, amendmentsPage(trial, proposals, context.req.query('done') ?? null));
  });

  async function ask(
    context: Context<WebEnv>,
    typed: { readonly weight: string; readonly reason: string },
    problems: readonly Problem[],
  ): Promise<Response> {
    const trial = await trialOf(context);
    if (trial === null) return notFound(context);
    return show(context, amendPage(trial, typed, problems), problems.length > 0 ? 422 : 200);
  }

  web.get('/trials/:slug/amendments/new', (context) => ask(context, nothing, []));

  const oneFile = bodyLimit({
    maxSize: 2_000_000,
    onError: (context) => ask(context, nothing, [{ path: 'file', message: 'The file is larger than it can be' }]),
  });

  /** What was typed, or the form again. */
  async function read(context: Context<WebEnv>, given: Readonly<Record<string, unknown>>) {
    const text = (name: string) => (typeof given[name] === 'string' ? given[name] : '');
    const typed = { weight: text('weight'), reason: text('reason').trim() };
    const parsed = amendmentSchema.safeParse({ ...typed, protocol: text('protocol') });
    if (parsed.success) return { ok: true, input: parsed.data, typed } as const;
    const named = [...new Set(parsed.error.issues.map(({ path: [field] }) => String(field)))];
    const problems = named.map((field) => ({
      path: field === 'protocol' ? 'file' : field,
      message: asked[field] ?? 'This is not right',
    }));
    return { ok: false, answer: await ask(context, typed, problems) } as const;
  }

  web.post('/trials/:slug/amendments/check', oneFile, async (context) => {
    const { file, ...rest } = await context.req.parseBody();
    const protocol = file instanceof File ? await file.text() : '';
    const form = await read(context, { ...rest, protocol });
    if (!form.ok) return form.answer;
    const trial: TrialView | null = await trialOf(context);
    if (trial === null) return notFound(context);
    const judged = await desk.checkAmendment(viewerOf(context), trial.slug, form.input);
    return 'problems' in judged
      ? ask(context, form.typed, judged.problems)
      : show(context, checkAmendmentPage(trial, judged, form.input));
  });

  web.post('/trials/:slug/amendments', oneFile, async (context) => {
    const fields = new URLSearchParams(await context.req.text());
    const form = await read(context, { ...Object.fromEntries(fields), protocol: textIn(fields.get('protocol') ?? '') });
    if (!form.ok) return form.answer;
    const problems = await desk.proposeAmendment(
      { viewer: viewerOf(context), key: keyOf(fields) },
      slugOf(context),
      form.input,
    );
    if (problems.length > 0) return ask(context, form.typed, problems);
    return context.redirect(`${amendmentsOf(slugOf(context))}?done=proposed`, 303);
  });

  web.get('/trials/:slug/amendments/:id', async (context) => {
    const trial = await trialOf(context);
    if (trial === null) return notFound(context);
    const viewer = viewerOf(context);
    const proposals = await desk.proposals(viewer, trial.slug);
    const proposal = proposals.find(({ documentHash }) => documentHash === context.req.param('id'));
    return proposal === undefined ? notFound(context) : show(context, proposalPage(trial, proposal, viewer));
  });

  web.post('/trials/:slug/amendments/:id', bodyLimit({ maxSize: 16_384 }), async (context) => {
    const by = { viewer: viewerOf(context), key: keyOf(new URLSearchParams(await context.req.text())) };
    const version = await desk.signAmendment(by, slugOf(context), context.req.param('id'));
    if (version === null) return context.redirect(context.req.path, 303);
    const here = `/trials/${encodeURIComponent(slugOf(context))}/protocol/${version}`;
    return context.redirect(`${here}?done=signed`, 303);
  });
}
