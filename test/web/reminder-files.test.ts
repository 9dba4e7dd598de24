/** Uploaded files of hashes and codes about reminders: read to the letter, or refused whole, and nothing of them is repeated. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDeliveryRows, readMadeRows } from '../../src/web/reminder-files.ts';

const hash = 'ab'.repeat(32);
const deliveries = 'reference_hash,reminder,status\n';
const made = 'reminder,channel,reference_hashes\n';

describe('a file about reminders', () => {
  test('is read as the command writes it, also with the marks of a spreadsheet program', () => {
    const row = { reference_hash: hash, reminder: 2, status: 'delivered' };
    expect(readDeliveryRows(`\uFEFF${deliveries}${hash},2,delivered\n`.replaceAll('\n', '\r\n'))).toEqual({
      ...{ ok: true, rows: [row] },
    });
    expect(readMadeRows(`${made}1,e-mail,${hash} ${'cd'.repeat(32)}\n`)).toEqual({
      ok: true,
      rows: [{ reminder: 1, channel: 'e-mail', reference_hashes: [hash, 'cd'.repeat(32)] }],
    });
  });

  test.each([
    `email address,${deliveries}ada@example.org,${hash},1,delivered\n`,
    `${deliveries}${hash},1,delivered,Ada Obi\n`,
    `${deliveries}${hash},1,Delivered to Ada Obi\n`,
    `${deliveries}Ada Obi,1,delivered\n`,
    `${deliveries}${hash},0,delivered\n`,
    `${deliveries}${hash},1e1,delivered\n`,
    deliveries,
    '',
  ])('is refused whole where it holds anything else: %j', (text) => {
    const read = readDeliveryRows(text);
    expect(read.ok).toBe(false);
    expect(JSON.stringify(read)).not.toMatch(/Ada|example/);
  });

  test('is refused by row whatever stands in it, and nothing of it is said', () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 6 }).filter((text) => !/[\r\n,]/.test(text));
    fc.assert(
      fc.property(cell, cell, (one, other) => {
        for (const read of [
          readDeliveryRows(`${deliveries}${one},1,${other}\n`),
          readMadeRows(`${made}1,${one},${other}\n`),
        ]) {
          expect(read.ok).toBe(false);
          if (read.ok) continue;
          expect(read.problems.map(({ path }) => path)).toEqual(['row 2']);
          const known =
            'reference_hash reminder status channel reference_hashes it is not what stands there in such a file row 2';
          const said = read.problems.map(({ message }) => message).join();
          for (const text of [one, other]) if (!known.includes(text)) expect(said).not.toContain(text);
        }
      }),
    );
  });
});
