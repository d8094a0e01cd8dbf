/** Plain facts of a log line. Values pass through the redactor before they are written. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where log lines go. pino fits; so does an object of four functions. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}
