/** The release of a trial: the figures that would leave, to sign, or those that have left, with the files to take. */
import { may } from '../../access/permissions.ts';
import { type Role, roleNames } from '../../access/roles.ts';
import { contrastWords, notShown, type ReleaseView, releasedText, tenthText } from '../../actions/read-release.ts';
import { type FieldError, newKey } from '../forms.ts';
import type { Viewer } from '../reads.ts';
import { releaseText, supersededText } from '../release-words.ts';
import type { Page } from '../render.ts';
import { cell, numberCell } from '../rows.ts';
import { sentenceCase, statusTag } from '../words.ts';
import type { Table } from './meter.ts';

export type ReleaseModel = {
  readonly caption: string;
  readonly heading: string;
  readonly breadcrumbs: readonly { readonly text: string; readonly href?: string }[];
  readonly done: string | null;
  /** That another release has taken its place, or null. */
  readonly warning: string | null;
  readonly lead: string;
  /** Where there is more than one, newest first. */
  readonly releases: readonly { readonly text: string; readonly href: string }[];
  readonly tables: readonly Table[];
  readonly files: readonly { readonly text: string; readonly href: string; readonly hash: string }[];
  readonly link: { readonly text: string; readonly href: string } | null;
  readonly form: {
    readonly action: string;
    readonly key: string;
    /** What is signed, sent back with the form. */
    readonly figuresHash: string;
    readonly facts: readonly string[];
    /** Why a release is corrected, to choose one; null at the first. */
    readonly reasons: {
      readonly items: readonly { readonly value: string; readonly text: string; readonly checked: boolean }[];
      readonly error: FieldError;
    } | null;
    /** The number of the release that is corrected. */
    readonly supersedes: number | null;
  } | null;
};

const name = 'Release';
const dones: Readonly<Record<string, string>> = { signed: 'Your signature is recorded.' };

export function releasePage(view: ReleaseView, viewer: Viewer, done: string | null): Page {
  const here = `/trials/${encodeURIComponent(view.slug)}`;
  const hasFigures = view.kind !== 'not-yet';
  return {
    view: 'release',
    title: `${name}: ${view.title}`,
    isTraining: view.isTraining,
    model: {
      caption: view.title,
      heading: name,
      breadcrumbs: [{ text: 'Trials', href: '/' }, { text: view.title, href: here }, { text: name }],
      done: done === null ? null : (dones[done] ?? null),
      warning:
        view.kind !== 'released' || view.supersededBy === null
          ? null
          : `${supersededText(view.supersededBy)} Use that one instead.`,
      lead: leadOf(view),
      releases:
        view.kind !== 'released' || view.releases.length < 2
          ? []
          : view.releases
              .map((line) => ({ text: releaseText(line), href: `${here}/release?number=${line.number}` }))
              .toReversed(),
      tables: hasFigures ? tablesOf(view) : [],
      files:
        view.kind !== 'released'
          ? []
          : view.files.map(({ name: file, sha256 }) => ({
              ...{
                text: file,
                href: `/api/v1${here}/releases/${view.number}/files/${encodeURIComponent(file)}`,
                hash: sha256,
              },
            })),
      link:
        view.kind === 'released' && view.supersededBy === null && may(viewer, 'release-figures')
          ? { text: 'Correct this release', href: `${here}/release/correct` }
          : null,
      form: formOf(view, viewer, here),
    },
  };
}

function leadOf(view: ReleaseView): string {
  switch (view.kind) {
    case 'not-yet':
      return `Nothing of this trial has been released. It is ${statusTag(view.status).text.toLowerCase()}; figures can be released once the locked analysis has run and the seed is published.`;
    case 'preparing':
      return 'This is what would leave: counts rounded, small ones hidden, differences worked out from the rounded counts.';
    case 'released':
      return `This is release ${view.number}. The files are as they were approved.`;
  }
}

function formOf(view: ReleaseView, { role }: Viewer, here: string): ReleaseModel['form'] {
  if (view.kind !== 'preparing' || !view.missing.some((one) => one === role)) return null;
  const names = (roles: readonly Role[]) => roles.map((one) => roleNames[one]).join(' and ');
  return {
    ...{ action: `${here}/release`, key: newKey(), figuresHash: view.figuresHash, reasons: null, supersedes: null },
    facts: [
      view.signed.length === 0
        ? `Two people sign: ${names(view.missing)}.`
        : `${sentenceCase(names(view.signed))} has signed. With your signature the figures leave, and cannot be taken back.`,
      `You sign the hash of these figures and of the flow diagram: ${view.figuresHash}`,
    ],
  };
}

type WithFigures = Pick<Exclude<ReleaseView, { kind: 'not-yet' }>, 'outcomes' | 'boroughs'>;

export function tablesOf({ outcomes, boroughs }: WithFigures): readonly Table[] {
  return [
    ...outcomes.flatMap(({ label, arms, differences }): Table[] => [
      {
        caption: label,
        head: [cell('Arm'), numberCell('People'), numberCell('Had the outcome'), numberCell('Per cent')],
        rows: arms.map(({ arm, n, count, percent }) => [
          ...[cell(arm), numberCell(releasedText(n)), numberCell(releasedText(count)), numberCell(tenthText(percent))],
        ]),
      },
      {
        caption: `${label}: differences in percentage points`,
        head: [cell('Comparison'), numberCell('Difference'), numberCell('95% interval'), numberCell('p')],
        rows: differences.map(({ contrast, points, interval, p }) => [
          ...[cell(contrastWords(contrast)), numberCell(tenthText(points))],
          numberCell(interval === 'suppressed' ? notShown : interval.map(tenthText).join(' to ')),
          numberCell(releasedText(p)),
        ]),
      },
    ]),
    {
      caption: 'People randomised by borough',
      head: [cell('Borough'), numberCell('People')],
      rows: boroughs.map(({ borough, randomised }) => [cell(borough), numberCell(releasedText(randomised))]),
    },
  ];
}
