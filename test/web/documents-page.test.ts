/** The documents of a locked trial: read and taken by anybody, the same words on the page and in the file, none of a draft. */
import { describe, expect, test } from 'vitest';
import { documentKinds } from '../../src/trial/documents/kinds.ts';
import { ceremonyOffer, trainingSample } from './sample-reads.ts';
import { sampleWeb } from './sample-web.ts';

const web = sampleWeb();
const at = (path: string) => `https://pledge.example/trials/ceremony-offer${path}`;

test('the page of the trial leads to all four, each to read and to take', async () => {
  expect(await (await web.request(at(''))).text()).toContain('href="/trials/ceremony-offer/documents"');
  const list = await (await web.request(at('/documents'))).text();
  for (const kind of documentKinds) {
    expect(list).toContain(`href="/trials/ceremony-offer/documents/${kind}"`);
    expect(list).toContain(`href="/trials/ceremony-offer/documents/${kind}/text"`);
  }
});

describe.each(documentKinds)('%s', (kind) => {
  test('says on its page what it says in its file', async () => {
    const file = await web.request(at(`/documents/${kind}/text`));
    expect(file.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="ceremony-offer-${kind}.md"`);
    const markdown = await file.text();
    const page = await (await web.request(at(`/documents/${kind}`))).text();
    const headings = [...markdown.matchAll(/^### (.*)$/gm)].map(([, words = '']) => words);
    expect(headings.length).toBeGreaterThan(20);
    for (const heading of headings) expect(page).toContain(heading.replaceAll("'", '&#39;'));
    expect(page.match(/To be written:/g)).toHaveLength(markdown.match(/To be written:/g)?.length ?? 0);
    expect(markdown).toContain(ceremonyOffer.locked?.planHash ?? 'a locked trial');
  });
});

test('there is none of a draft, of no trial, and of no other kind', async () => {
  const draft = trainingSample.trials.find(({ locked }) => locked === null);
  const paths = [at('/documents/isrctn'), 'https://pledge.example/trials/none/documents'];
  const ofDraft = ['', '/spirit', '/sap/text'].map(
    (path) => `https://pledge.example/trials/${draft?.slug}/documents${path}`,
  );
  for (const path of [...paths, ...ofDraft]) expect([path, (await web.request(path)).status]).toEqual([path, 404]);
});
