/**
 * A process of its own for open-sqlite.test.ts: opens the file it is given, says it is ready, and on a word from its parent
 * tries to take one ledger number after another until the number it was told. Answers with the numbers it won.
 */
import { openSqliteStore } from '../../src/store/open-sqlite.ts';
import { entryRow, genesis, hash } from './rows.ts';

const [path = '', writer = '0', last = '0'] = process.argv.slice(2);
const { store, close } = await openSqliteStore(path);

async function race(): Promise<void> {
  const won: number[] = [];
  const kinds = new Set<string>();
  for (;;) {
    const head = await store.read.ledgerHead('race');
    const seq = (head?.seq ?? -1) + 1;
    if (seq > Number(last)) break;
    const mark = {
      trial: 'race',
      collection: `writer-${writer}`,
      name: `${seq}`,
      part: 0,
      sha256: hash(1),
      body: '',
      at: '2026-03-02T09:30:00Z',
    };
    const entry = { ...entryRow('race', seq, head?.hash ?? genesis), hash: hash(Number(writer) * 100_000 + seq) };
    const result = await store.commit([
      { into: 'artefact', rows: [mark] },
      { into: 'ledgerEntry', rows: [entry] },
    ]);
    if (result.ok) won.push(seq);
    else kinds.add(`${result.conflict.kind}: ${result.conflict.what}`);
    // Lets the other process in: a synchronous engine would otherwise keep this one running.
    await new Promise((resolve) => setImmediate(resolve));
  }
  close();
  process.send?.({ won, kinds: [...kinds] });
  process.disconnect();
}

process.once('message', () => void race());
process.send?.('ready');
