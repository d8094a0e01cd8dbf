import { pino } from 'pino';
import { systemClock } from '../adapters/system-clock.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import { createRedactor, type Redactor } from '../rules/redact.ts';
import { formatLine } from './pretty-line.ts';

/** Levels in rising order; `silent` writes nothing. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Where lines go: one call per line, with its line feed. */
export interface LogDestination {
  write(line: string): void;
}

export interface PinoLoggerOptions {
  /** The lowest level that is written. */
  readonly level: LogLevel;
  /** Default `stdout`. Both streams are written synchronously, so that the last line before an exit is not lost. */
  readonly destination?: 'stdout' | 'stderr' | LogDestination;
  /** Lines for people instead of one JSON document each. Default false. */
  readonly pretty?: boolean;
  /** What hides secrets. Default `createRedactor()`. */
  readonly redactor?: Redactor;
  /** Members of every line, for instance `{ service: 'gateway' }`. Default none. */
  readonly base?: LogFields;
  readonly clock?: Clock;
}

const RESERVED = ['time', 'level', 'msg'];

/** A `Logger` over pino. Fields and messages pass through the redactor; errors keep type, message, stack and cause. */
export function createPinoLogger(options: PinoLoggerOptions): Logger {
  const { level, redactor = createRedactor(), clock = systemClock } = options;
  const logger = pino(
    {
      level,
      base: redactor(options.base ?? {}) as Record<string, unknown>,
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // The redactor has made plain values of errors already; pino's own serializer would take them for foreign objects.
      serializers: { err: (value: unknown) => value },
    },
    destinationOf(options),
  );
  const write = (at: Exclude<LogLevel, 'silent'>) => (fields: LogFields, message: string) => {
    if (logger.isLevelEnabled(at)) logger[at](unreserved(redactor(fields) as LogFields), redactor(message) as string);
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** A field that is named like a member of ours would stand in its line twice: it gets another name. */
function unreserved(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [RESERVED.includes(name) ? `${name}_` : name, value]),
  );
}

function destinationOf({ destination = 'stdout', pretty = false }: PinoLoggerOptions): LogDestination {
  const plain =
    typeof destination === 'object'
      ? destination
      : pino.destination({ dest: destination === 'stdout' ? 1 : 2, sync: true });
  return pretty
    ? {
        write: (line) => {
          plain.write(formatLine(line));
        },
      }
    : plain;
}
