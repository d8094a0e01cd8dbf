import type { LogFields, Logger, Redactor } from '@wicketgate/core';
import type { LogOutputChannel } from 'vscode';

/** A logger over an output channel. Fields and messages pass through the redactor, for the channel is a file as well. */
export function createOutputLog(output: LogOutputChannel, redactor: Redactor): Logger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: LogFields, message: string) => {
    const facts = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(redactor(fields))}`;
    output[level](`${String(redactor(message))}${facts}`);
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
