/** The documents that are generated from a declaration, by the short names that commands and addresses use. */
import { aeaDocument } from './aea.ts';
import type { Declared, ProtocolDocument } from './document.ts';
import { osfDocument } from './osf.ts';
import { analysisPlanDocument } from './sap.ts';
import { spiritDocument } from './spirit.ts';

export const documentKinds = ['spirit', 'sap', 'osf', 'aea'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const isDocumentKind = (word: string): word is DocumentKind => documentKinds.some((kind) => kind === word);

export const documentNames: Readonly<Record<DocumentKind, string>> = {
  spirit: 'Protocol document (SPIRIT 2025)',
  sap: 'Statistical analysis plan (Gamble 2017)',
  osf: 'Registration text for OSF',
  aea: 'Registration text for the AEA RCT Registry',
};

const makers: Readonly<Record<DocumentKind, (declared: Declared) => ProtocolDocument>> = {
  spirit: spiritDocument,
  sap: analysisPlanDocument,
  osf: osfDocument,
  aea: aeaDocument,
};

export const documentOf = (kind: DocumentKind, declared: Declared): ProtocolDocument => makers[kind](declared);
