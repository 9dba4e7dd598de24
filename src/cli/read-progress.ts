/** How far the reading of a long file is, on standard error when that is a terminal: one line, written over. */
import type { Terminal } from './command.ts';
import type { OnRead } from './file-source.ts';

/** A file shorter than this is read before anybody has read the line. */
const longFile = 4_000_000;

export function readProgress(what: string, { isInteractive, err }: Terminal): OnRead {
  if (!isInteractive) return () => {};
  let shown = -1;
  return (read, of) => {
    const percent = Math.floor((100 * read) / of);
    if (of < longFile || percent === shown) return;
    shown = percent;
    err(read < of ? `\r${what}: ${percent} %` : `\r${what}: read.\n`);
  };
}
