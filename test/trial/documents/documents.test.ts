/** The documents of a declaration: every heading of their standards, the declaration's own words, blanks where a person must write. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { protocolDocument } from '../../../src/actions/protocol-document.ts';
import { protocolDocumentCommand } from '../../../src/cli/commands/protocol-document.ts';
import { blanksWords, markdownOf, openBlanks } from '../../../src/trial/documents/document.ts';
import { type DocumentKind, documentKinds } from '../../../src/trial/documents/kinds.ts';
import { parseProtocol, planHash, protocolHash } from '../../../src/trial/protocol.ts';
import { runCommand } from '../../cli/run-command.ts';

const fileOf = (slug: string) => fileURLToPath(new URL(`../../../trials/${slug}/protocol.json`, import.meta.url));

type Changes = { readonly [key: string]: unknown };

/** A document of one of our trials, with keys of the protocol changed. */
function documentOf(kind: DocumentKind, slug: string, changes: Changes = {}) {
  const text = JSON.stringify({ ...JSON.parse(readFileSync(fileOf(slug), 'utf8')), ...changes });
  const parsed = parseProtocol(text);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path} ${message}`).join('; '));
  return protocolDocument(kind, {
    protocol: parsed.value,
    protocolHash: protocolHash(text),
    planHash: planHash(text),
    version: 2,
  });
}

/** The 53 rows of SPIRIT 2025. */
const spiritRows = [
  ...'1a 1b 2 3a 3b 3c 3d 4 5 6 7a 7b 8 9a 9b 10 11 12 13 14a 14b 15a 15b 15c 15d 16 17 18 19 20'.split(' '),
  ...'21a 21b 22 23 24a 24b 24c 25a 25b 26 27a 27b 27c 27d 28a 28b 29 30 31 32a 32b 33 34'.split(' '),
];

const trials = ['ceremony-offer', 'welcome-pack'];

test.each(trials)('%s: the protocol document has every row of SPIRIT 2025, in order and none empty', (slug) => {
  const { sections } = documentOf('spirit', slug);
  expect(sections.map(({ item }) => item)).toEqual(spiritRows);
  expect(sections.filter(({ blocks }) => blocks.length === 0)).toEqual([]);
});

test.each(trials)('%s: the plan stands under the six headings of Gamble 2017', (slug) => {
  const parts = [...new Set(documentOf('sap', slug).sections.map(({ part }) => part))];
  expect(parts).toEqual([
    'Administrative information',
    'Introduction',
    'Study methods',
    'Statistical principles',
    'Trial population',
    'Analysis',
  ]);
});

describe.each(documentKinds.flatMap((kind) => trials.map((slug) => [kind, slug] as const)))(
  '%s of %s',
  (kind, slug) => {
    test('is the same, byte for byte, of the same declaration', () => {
      expect(markdownOf(documentOf(kind, slug))).toBe(markdownOf(documentOf(kind, slug)));
    });

    test('counts its own blanks, and says what belongs in each', () => {
      const document = documentOf(kind, slug);
      const markdown = markdownOf(document);
      expect(markdown.match(/\*\*To be written:\*\* \S/g)).toHaveLength(openBlanks(document));
      expect(openBlanks(document)).toBeGreaterThan(4);
      expect(markdown).toContain(blanksWords(document));
    });

    test('names every arm, every outcome and the question, and leaves no hole in a sentence', () => {
      const markdown = markdownOf(documentOf(kind, slug));
      const protocol = JSON.parse(readFileSync(fileOf(slug), 'utf8'));
      for (const { name } of protocol.arms) expect(markdown).toContain(name);
      for (const { label } of protocol.outcomes) expect(markdown).toContain(label);
      expect(markdown).toContain(protocol.question);
      expect(markdown).not.toMatch(/undefined|null(?! results)|NaN|\[object|\$\{| {2}|\.\.(?!\.)/);
    });
  },
);

test('a blank is filled once the declaration has what belongs there', () => {
  const governance = { ethicsApproval: 'REC 26/LO/0001', registration: 'AEARCTR-0000001' };
  const [before, after] = [
    documentOf('spirit', 'ceremony-offer'),
    documentOf('spirit', 'ceremony-offer', { governance }),
  ];
  expect(openBlanks(before) - openBlanks(after)).toBe(2);
  expect(markdownOf(after)).toContain('REC 26/LO/0001');
});

test('the size of the trial is what pledge protocol check works out', () => {
  const markdown = markdownOf(documentOf('sap', 'ceremony-offer'));
  expect(markdown).toContain('About 156 ceremonies of 23.3 people on average');
  expect(markdown).toContain(
    'with a correlation of 0.05 within clusters a difference of 10 percentage points can be detected; the power for 5 percentage points is 21%',
  );
});

test('a plan without correction, with a look and with a subgroup is told as such', () => {
  const protocol = JSON.parse(readFileSync(fileOf('ceremony-offer'), 'utf8'));
  const { multiplicity: _, ...plan } = protocol.analysis;
  const analysis = {
    ...plan,
    estimators: [
      ...plan.estimators,
      { id: 'by-borough', method: 'subgroup', by: 'borough' },
      { id: 'look', method: 'interim', looks: [0.5, 1], of: 'primary' },
    ],
  };
  const markdown = markdownOf(documentOf('sap', 'ceremony-offer', { analysis }));
  expect(markdown).toContain('No p-value is adjusted, though there are 3 comparisons.');
  expect(markdown).toContain('Looks at 50% and 100% of the planned information');
  expect(markdown).toContain('by-borough: the effect in each subgroup');
});

test('a borough that gives counts alone is named', () => {
  const { boroughs, ...rest } = JSON.parse(readFileSync(fileOf('ceremony-offer'), 'utf8'));
  const [first, ...others] = boroughs;
  const counting = [{ ...first, shares: 'counts-by-ceremony' }, ...others];
  const analysis = { ...rest.analysis, weight: 'people' };
  const markdown = markdownOf(documentOf('spirit', 'ceremony-offer', { boroughs: counting, analysis }));
  expect(markdown).toContain('Brent gives counts and nothing by person.');
  expect(markdownOf(documentOf('spirit', 'ceremony-offer'))).not.toContain('counts and nothing by person');
});

test('what was declared stays text, whatever signs of Markdown it holds', () => {
  const markdown = markdownOf(documentOf('spirit', 'ceremony-offer', { question: '# Is *this*\n- [a](b) | <i>?' }));
  expect(markdown).toContain('\\# Is \\*this\\* - \\[a\\](b) \\| \\<i\\>?');
});

describe('pledge protocol document', () => {
  test('writes the document to stdout and the number of blanks to stderr', async () => {
    const { code, out, err } = await runCommand(protocolDocumentCommand, fileOf('welcome-pack'), '--kind', 'osf');
    expect([code, out.startsWith('# OSF preregistration: ')]).toEqual([0, true]);
    expect(err).toMatch(/^\d+ places are left for a person to write/);
  });

  test('knows four kinds and no other', async () => {
    const { code, err } = await runCommand(protocolDocumentCommand, fileOf('welcome-pack'), '--kind', 'isrctn');
    expect([code, err.includes('--kind: must be spirit, sap, osf or aea')]).toEqual([2, true]);
  });

  test('refuses a file that is no protocol, with its place', async () => {
    const { code, err } = await runCommand(protocolDocumentCommand, fileURLToPath(import.meta.url), '--kind', 'sap');
    expect([code, err.includes('documents.test.ts')]).toEqual([2, true]);
  });
});
