import type { LogFields, Logger } from '@wicketgate/core';

export interface LogLine {
  readonly level: keyof Logger;
  readonly message: string;
  readonly fields: LogFields;
}

export interface CollectingLogger extends Logger {
  readonly lines: readonly LogLine[];
}

/** Keeps every line, for a test to look at. */
export function createCollectingLogger(): CollectingLogger {
  const lines: LogLine[] = [];
  const at = (level: keyof Logger) => (fields: LogFields, message: string) =>
    void lines.push({ level, message, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
