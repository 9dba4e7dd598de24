/**
 * The shape of one `pledge` command. A command reads its words, does its work and returns an exit code; it never calls
 * process.exit. Machine output goes to `out`, words for people to `err`.
 */
export const exitCodes = { done: 0, difference: 1, refusedInput: 2, refusal: 3, bug: 70 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export type Terminal = {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** true when standard error is a terminal: long work then shows progress there. */
  readonly isInteractive: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

export type Command = {
  /** The words that call it: "verify draw". */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** What `--help` says below the usage, where a command needs more than its summary. */
  readonly details?: string;
  readonly run: (words: readonly string[], terminal: Terminal) => Promise<ExitCode>;
};
