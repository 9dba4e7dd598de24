/** A borough's ceremonies: put into a trial, their own page, close and draw, unseal, move, cancel, merge. */
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { changeReasons, missed } from '../../actions/change-ceremony.ts';
import { problemsOf } from '../../actions/problems-of.ts';
import type { CeremonyDesk } from '../../actions/read-ceremony-desk.ts';
import type { Acting } from '../acts.ts';
import type { Problem } from '../desk-port.ts';
import { type Door, viewerOf, type WebEnv } from '../door.ts';
import { keyOf } from '../forms.ts';
import { cardsPage } from '../pages/cards.ts';
import { ceremonyPage } from '../pages/ceremony.ts';
import { type ChangeKind, changePage } from '../pages/change-ceremony.ts';
import { closePage, unsealPage } from '../pages/confirm.ts';
import { runSheetPage } from '../pages/run-sheet.ts';
import { ceremonyKinds, schedulePage } from '../pages/schedule.ts';
import { readSlot, typedSlot } from '../typed-slot.ts';
import { sentenceCase } from '../words.ts';

export function ceremonyRoutes({ web, reads, acts, show }: Door): void {
  const onlySmall = bodyLimit({
    maxSize: 16_384,
  });

  const deskOf = (context: Context<WebEnv>): Promise<CeremonyDesk> =>
    reads.ceremonyDesk(viewerOf(context), context.req.param('ceremony') ?? '');
  const acting = (context: Context<WebEnv>, form: URLSearchParams): Acting => ({
    viewer: viewerOf(context),
    key: keyOf(form),
  });
  const formOf = async (context: Context<WebEnv>) => new URLSearchParams(await context.req.text());
  const toCeremony = (context: Context<WebEnv>, id: string, done: string) =>
    context.redirect(`/ceremonies/${encodeURIComponent(id)}?done=${done}`, 303);

  web.get('/ceremonies/new', async (context) => {
    const { trials, venues } = await reads.schedulable(viewerOf(context));
    return show(context, schedulePage(trials, venues.map(sentenceCase)));
  });

  web.post('/ceremonies/new', onlySmall, async (context) => {
    const form = await formOf(context);
    const by = acting(context, form);
    const { trials, venues } = await reads.schedulable(by.viewer);
    const typed = { trial: form.get('trial') ?? '', kind: form.get('kind') ?? '', slot: typedSlot(form) };
    const trial = trials.find(({ slug }) => slug === typed.trial);
    const read = readSlot(typed.slot);
    const problems: Problem[] = [];
    if (trial === undefined) problems.push({ path: 'trial', message: 'Choose a trial' });
    const kindProblem = problemOfKind(typed.kind);
    if (kindProblem !== null) problems.push({ path: 'kind', message: kindProblem });
    if ('problems' in read) problems.push(...read.problems);
    let id = '';
    if (problems.length === 0 && trial !== undefined && 'slot' in read) {
      const input = { ...read.slot, borough: by.viewer.borough ?? '' };
      problems.push(
        ...(await problemsOf(async () => {
          id = (await acts.scheduleCeremony(by, trial.slug, input)).id;
        })),
      );
    }
    if (problems.length === 0) return toCeremony(context, id, 'scheduled');
    return show(context, schedulePage(trials, venues.map(sentenceCase), typed, problems, by.key), 422);
  });

  web.get('/ceremonies/:ceremony', async (context) =>
    show(context, ceremonyPage(await deskOf(context), context.req.query('done') ?? null)),
  );

  web.get('/ceremonies/:ceremony/close', async (context) => show(context, closePage(await deskOf(context))));

  web.post('/ceremonies/:ceremony/close', onlySmall, async (context) => {
    const { ceremony } = await deskOf(context);
    await acts.closeList(acting(context, await formOf(context)), ceremony.trial, ceremony.id);
    return toCeremony(context, ceremony.id, 'closed');
  });

  web.get('/ceremonies/:ceremony/unseal', async (context) => show(context, unsealPage(await deskOf(context))));

  web.post('/ceremonies/:ceremony/unseal', onlySmall, async (context) => {
    const { ceremony } = await deskOf(context);
    await acts.unsealArms(acting(context, await formOf(context)), ceremony.id);
    return toCeremony(context, ceremony.id, 'unsealed');
  });

  web.get('/ceremonies/:ceremony/run-sheet', async (context) =>
    show(context, runSheetPage(await reads.runSheet(viewerOf(context), context.req.param('ceremony')))),
  );

  for (const kind of ['cards', 'labels'] as const) {
    web.get(`/ceremonies/:ceremony/${kind}`, async (context) =>
      show(context, cardsPage(kind, await reads.runSheet(viewerOf(context), context.req.param('ceremony') ?? ''))),
    );
  }

  for (const kind of ['move', 'cancel', 'merge'] as const) {
    web.get(`/ceremonies/:ceremony/${kind}`, async (context) =>
      show(context, changePage(kind, await deskOf(context), null)),
    );
    web.post(`/ceremonies/:ceremony/${kind}`, onlySmall, (context) => change(context, kind));
  }

  async function change(context: Context<WebEnv>, kind: ChangeKind): Promise<Response> {
    const desk = await deskOf(context);
    const { id } = desk.ceremony;
    const form = await formOf(context);
    const by = acting(context, form);
    const typed = { reason: form.get('reason') ?? '', into: form.get('into') ?? '', slot: typedSlot(form) };
    const problems: Problem[] = [];
    const read = kind === 'move' ? readSlot(typed.slot) : null;
    if (read !== null && 'problems' in read) problems.push(...read.problems);
    if (kind === 'merge' && !desk.others.some((other) => other.id === typed.into)) {
      problems.push({ path: 'into', message: 'Choose the ceremony that people attend instead' });
    }
    const reason = changeReasons.find((known) => known === typed.reason);
    if (reason === undefined && !(kind === 'cancel' && typed.reason === missed)) {
      problems.push({ path: 'reason', message: 'Choose a reason' });
    }
    if (problems.length === 0) {
      problems.push(
        ...(await problemsOf(async () => {
          if (kind === 'cancel') await acts.cancelCeremony(by, id, { reason: reason ?? missed });
          if (kind === 'merge' && reason !== undefined) await acts.mergeCeremony(by, id, { into: typed.into, reason });
          if (read !== null && 'slot' in read && reason !== undefined)
            await acts.moveCeremony(by, id, { ...read.slot, reason });
        })),
      );
    }
    if (problems.length > 0) return show(context, changePage(kind, desk, typed, problems, by.key), 422);
    return toCeremony(context, id, { move: 'moved', cancel: 'cancelled', merge: 'merged' }[kind]);
  }
}

/** Only group ceremonies held in person are in a trial; what to do with the others is said. */
function problemOfKind(kind: string): string | null {
  if (kind === ceremonyKinds[0].value) return null;
  return ceremonyKinds.some(({ value }) => value === kind)
    ? 'Only group ceremonies held in person are in a trial. Hold this one as usual and do not enter it here'
    : 'Choose the kind of ceremony';
}
