/** The checklist has every row of CONSORT 2025 in its order, tells what a person must write, and repeats nothing that was not declared. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { protocolChecklistCommand } from '../../src/cli/commands/protocol-checklist.ts';
import type { ChecklistRow } from '../../src/trial/documents/consort-checklist.ts';
import { runCommand } from './run-command.ts';

const fileOf = (slug: string) => fileURLToPath(new URL(`../../trials/${slug}/protocol.json`, import.meta.url));
const rowsOf = async (slug: string): Promise<readonly ChecklistRow[]> =>
  JSON.parse((await runCommand(protocolChecklistCommand, fileOf(slug), '--json')).out);

/** The 42 rows of the statement. */
const items = [
  ...[
    '1a',
    '1b',
    '2',
    '3',
    '4',
    '5a',
    '5b',
    '6',
    '7',
    '8',
    '9',
    '10',
    '11',
    '12a',
    '12b',
    '13',
    '14',
    '15',
    '16a',
    '16b',
  ],
  ...[
    '17a',
    '17b',
    '18',
    '19',
    '20a',
    '20b',
    '21a',
    '21b',
    '21c',
    '21d',
    '22a',
    '22b',
    '23a',
    '23b',
    '24a',
    '24b',
    '25',
  ],
  ...['26', '27', '28', '29', '30'],
];

describe.each(['ceremony-offer', 'welcome-pack'])('%s', (slug) => {
  test('has every item in order, with the rows of clusters and several arms beside theirs', async () => {
    const rows = await rowsOf(slug);
    const own = rows.map(({ item }) => item);
    expect([...new Set(own.map((item) => item.split(',')[0]))]).toEqual(items);
    expect(own).toEqual(expect.arrayContaining(['6, cluster', '7, several arms', '12a, cluster', '26, cluster']));
    expect(rows.filter(({ item }) => item === '13')).toHaveLength(3);
  });

  test('leaves blank just what a person must write, registration among it while there is none', async () => {
    const rows = await rowsOf(slug);
    for (const { item, from, text } of rows) expect(`${item} ${text === ''}`).toBe(`${item} ${from === 'person'}`);
    const written = rows.filter(({ from }) => from === 'person').map(({ item }) => item);
    expect(written).toEqual(expect.arrayContaining(['1b', '2', '5b', '8', '29', '30']));
  });

  test('is a table in Markdown', async () => {
    const { code, out } = await runCommand(protocolChecklistCommand, fileOf(slug));
    expect(code).toBe(0);
    const lines = out.split('\n').filter((line) => line.startsWith('| '));
    expect(lines.every((line) => line.replaceAll('\\|', '').split('|').length === 6)).toBe(true);
    expect(out).toContain('**to be written**');
  });
});

test('a file that is no protocol is refused with its place', async () => {
  const { code, err } = await runCommand(protocolChecklistCommand, fileURLToPath(import.meta.url));
  expect([code, err.includes('protocol-checklist.test.ts')]).toEqual([2, true]);
});
