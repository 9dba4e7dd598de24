/**
 * The protocol of a stored document. A version never changes under its hash, so each is parsed once and kept; the newest
 * few are enough for every trial that runs.
 */
import { type Protocol, parseProtocol } from '../trial/protocol.ts';

export type ProtocolReader = (document: string, protocolHash: string) => Protocol;

const kept = 50;

export function createProtocolReader(): ProtocolReader {
  const known = new Map<string, Protocol>();
  return (document, protocolHash) => {
    const earlier = known.get(protocolHash);
    if (earlier !== undefined) return earlier;
    const parsed = parseProtocol(document);
    if (!parsed.ok) throw new Error(`A stored protocol no longer parses: ${parsed.problems[0]?.message}`);
    const [oldest] = known.keys();
    if (known.size >= kept && oldest !== undefined) known.delete(oldest);
    known.set(protocolHash, parsed.value);
    return parsed.value;
  };
}
