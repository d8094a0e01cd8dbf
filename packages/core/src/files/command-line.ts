import { win32 } from 'node:path';
import { variableOf } from './program-search.ts';

/** A program to start and its arguments, as the system takes them. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  /** Windows: the arguments are quoted already and must be passed on as they are. */
  readonly verbatim: boolean;
}

export interface CommandLineOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * How a program is started with arguments that no shell may read. Windows runs a `.cmd` through `cmd.exe` alone: there
 * every word stands in quotation marks, and undefined comes back for a word that they do not protect (a quotation mark
 * ends them, `%` is replaced within them, a line end cuts the line).
 */
export function commandLine(
  [program, ...args]: readonly [program: string, ...args: string[]],
  { platform, env }: CommandLineOptions,
): CommandLine | undefined {
  if (platform !== 'win32' || !/\.(?:cmd|bat)$/i.test(program)) return { program, args, verbatim: false };
  const words = [program, ...args];
  if (words.some((word) => /["%\r\n]/.test(word))) return undefined;
  // Without /s, cmd.exe takes away quotation marks or not by rules that depend on what stands between them.
  const line = words.map(quoted).join(' ');
  const root = variableOf('SystemRoot', { platform, env }) ?? String.raw`C:\Windows`;
  const shell = win32.join(root, 'System32', 'cmd.exe');
  return { program: shell, args: ['/d', '/v:off', '/s', '/c', `"${line}"`], verbatim: true };
}

/**
 * The script hands its words on to a program, for which a backslash before the closing mark makes that mark part of the
 * word: two of them are one backslash (the rules of `CommandLineToArgvW`).
 */
function quoted(word: string): string {
  const end = /\\*$/.exec(word)?.[0] ?? '';
  return `"${word}${end}"`;
}
