/** Runs a command as a terminal would and keeps what it wrote and how it ended. */
import type { Command, ExitCode } from '../../src/cli/command.ts';

export type Ran = { readonly code: ExitCode; readonly out: string; readonly err: string };

export function runCommand(command: Command, ...words: readonly string[]): Promise<Ran> {
  return runCommandIn({}, command, ...words);
}

/** @param environment the variables that it is given */
export async function runCommandIn(
  environment: Readonly<Record<string, string>>,
  command: Command,
  ...words: readonly string[]
): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await command.run(words, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isInteractive: false,
    environment,
  });
  return { code, out, err };
}
