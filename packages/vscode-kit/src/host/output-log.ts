import type { LogFields, Logger, Redactor } from '@wicketgate/core';
import type { LogOutputChannel } from 'vscode';

/** The part of an output channel that lines are written to. */
export type LogLines = Pick<LogOutputChannel, 'debug' | 'info' | 'warn' | 'error'>;

/** A logger over an output channel. Fields and messages pass through the redactor, for the channel is a file as well. */
export function createOutputLog(output: LogLines, redactor: Redactor): Logger {
  const write = (level: keyof LogLines) => (fields: LogFields, message: string) => {
    const facts = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(redactor(fields))}`;
    try {
      output[level](`${String(redactor(message))}${facts}`);
    } catch {
      // VS Code throws once the channel is closed, and when one of this name was closed too early. Whoever logs goes on.
    }
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
