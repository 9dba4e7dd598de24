/** Running a trial: what comes next, and the form of each step. */
import { bodyLimit } from 'hono/body-limit';
import { sentenceSchema } from '../../trial/sentence.ts';
import type { Problem, Step, StepInput } from '../desk-port.ts';
import { type Door, viewerOf } from '../door.ts';
import { keyOf } from '../forms.ts';
import { messagePage } from '../pages/message.ts';
import { checkStopPage, stepPage, stepsPage } from '../pages/steps.ts';

const steps = [
  'lock',
  'start-baseline',
  'open',
  'pause',
  'resume',
  'stop-arm',
  'close',
  'analyse',
  'publish-seed',
] as const satisfies readonly Step[];
const withReason: readonly Step[] = ['pause', 'resume', 'stop-arm'];

export function stepRoutes({ web, desk, show }: Door): void {
  web.get('/trials/:slug/steps', async (context) => {
    const trial = await desk.steps(viewerOf(context), context.req.param('slug'));
    return show(context, stepsPage(trial, context.req.query('done') ?? null));
  });

  for (const step of steps) {
    const path = `/trials/:slug/steps/${step}` as const;
    web.get(path, async (context) =>
      show(context, stepPage(await desk.steps(viewerOf(context), context.req.param('slug')), step)),
    );

    web.post(path, bodyLimit({ maxSize: 16_384 }), async (context) => {
      const viewer = viewerOf(context);
      const slug = context.req.param('slug');
      const trial = await desk.steps(viewer, slug);
      const form = new URLSearchParams(await context.req.text());
      const key = keyOf(form);
      const typed: StepInput = {
        protocolHash: form.get('protocolHash') ?? '',
        reason: (form.get('reason') ?? '').trim(),
        arm: form.get('arm') ?? '',
      };
      // Checked answers sent twice are answered twice alike, though the arm is stopped by then.
      const isChecked = form.get('checked') === 'yes';
      const problems = problemsWith(step, typed, isChecked ? [typed.arm] : trial.arms);
      if (problems.length > 0) return show(context, stepPage(trial, step, typed, problems, key), 422);
      if (form.get('key') === null) {
        return show(context, messagePage(409, 'This form was not sent whole. Open its page again.', null), 409);
      }
      if (step === 'stop-arm' && !isChecked) return show(context, checkStopPage(trial, typed, key));
      const found = await desk.takeStep({ viewer, key }, slug, step, typed);
      if (found.length > 0) return show(context, stepPage(trial, step, typed, found, key), 422);
      return context.redirect(`/trials/${encodeURIComponent(slug)}/steps?done=${step}`, 303);
    });
  }
}

function problemsWith(step: Step, { reason, arm }: StepInput, arms: readonly string[]): readonly Problem[] {
  return [
    ...(step === 'stop-arm' && !arms.includes(arm) ? [{ path: 'arm', message: 'Choose the arm to stop' }] : []),
    ...(withReason.includes(step) && !sentenceSchema.safeParse(reason).success
      ? [{ path: 'reason', message: 'Say why, in at most 500 characters' }]
      : []),
  ];
}
