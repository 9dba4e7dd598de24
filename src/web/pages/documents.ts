/** The documents generated from a trial's declaration: a list of them, and each as a page to read. */
import { protocolDocument } from '../../actions/protocol-document.ts';
import { type Block, blanksWords, markdownOf, type ProtocolDocument } from '../../trial/documents/document.ts';
import { type DocumentKind, documentKinds, documentNames } from '../../trial/documents/kinds.ts';
import type { TrialView } from '../reads.ts';
import type { Page } from '../render.ts';

type Crumbs = readonly { readonly text: string; readonly href?: string }[];

export type DocumentsModel = {
  readonly breadcrumbs: Crumbs;
  readonly documents: readonly {
    readonly name: string;
    readonly blanks: string;
    readonly href: string;
    readonly textHref: string;
  }[];
};

export type DocumentModel = {
  readonly title: string;
  readonly breadcrumbs: Crumbs;
  readonly after: string;
  readonly blanks: string;
  readonly textHref: string;
  readonly parts: readonly {
    readonly id: string;
    readonly name: string;
    readonly sections: readonly { readonly heading: string; readonly blocks: readonly Block[] }[];
  }[];
};

/** A trial whose declaration is locked. */
export type LockedTrial = TrialView & { readonly locked: NonNullable<TrialView['locked']> };

export const isLocked = (trial: TrialView): trial is LockedTrial => trial.locked !== null;

/** Of the version that the trial runs by. */
function documentOfTrial({ protocol, locked, amendments }: LockedTrial, kind: DocumentKind): ProtocolDocument {
  const { protocolHash, planHash, version } = amendments.at(-1) ?? locked;
  return protocolDocument(kind, { protocol, protocolHash, planHash, version });
}

export const documentText = (trial: LockedTrial, kind: DocumentKind): string =>
  markdownOf(documentOfTrial(trial, kind));

export function documentsPage(trial: LockedTrial): Page {
  const here = hereOf(trial);
  return {
    view: 'documents',
    title: `Documents: ${trial.protocol.title}`,
    isTraining: trial.isTraining,
    model: {
      breadcrumbs: [...trialCrumbs(trial), { text: 'Documents' }],
      documents: documentKinds.map((kind) => ({
        name: documentNames[kind],
        blanks: blanksWords(documentOfTrial(trial, kind)),
        href: `${here}/documents/${kind}`,
        textHref: `${here}/documents/${kind}/text`,
      })),
    },
  };
}

export function documentPage(trial: LockedTrial, kind: DocumentKind): Page {
  const document = documentOfTrial(trial, kind);
  const here = hereOf(trial);
  const names = [...new Set(document.sections.map(({ part }) => part))];
  return {
    view: 'document',
    title: document.title,
    isTraining: trial.isTraining,
    model: {
      title: document.title,
      breadcrumbs: [
        ...trialCrumbs(trial),
        { text: 'Documents', href: `${here}/documents` },
        { text: documentNames[kind] },
      ],
      after: document.after,
      blanks: blanksWords(document),
      textHref: `${here}/documents/${kind}/text`,
      parts: names.map((name, index) => ({
        id: `part-${index + 1}`,
        name,
        sections: document.sections.flatMap(({ part, item, heading, blocks }) =>
          part === name ? [{ heading: item === null ? heading : `${item}. ${heading}`, blocks }] : [],
        ),
      })),
    },
  };
}

const hereOf = ({ slug }: TrialView): string => `/trials/${encodeURIComponent(slug)}`;

const trialCrumbs = (trial: TrialView): Crumbs => [
  { text: 'Trials', href: '/' },
  { text: trial.protocol.title, href: hereOf(trial) },
];
