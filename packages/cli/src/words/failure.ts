import type { FieldError } from '@wicketgate/contract';

/** What can go wrong before or beside the wire. Codes from the wire and the client are core's. */
export const LOCAL_CODES = [
  'usage',
  'key_on_command_line',
  'confirmation_needed',
  'declined',
  'no_key',
  'not_signed_in',
  'unsafe_key_file',
  'unreadable_key_file',
  'unreadable_file',
  'file_exists',
  'unwritable_file',
  'broken_config',
  'bad_input',
  'import_incomplete',
  'wrong_digest',
  'not_a_vsix',
  'no_editor',
  'several_editors',
  'editor_failed',
  'no_project',
  'no_server',
  'bad_arguments',
  'interrupted',
  'unexpected',
] as const;
export type LocalCode = (typeof LOCAL_CODES)[number];

export interface FailureDetails {
  /** What to do next, in one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** The members that do not fit. */
  readonly fields?: readonly FieldError[];
}

/** A command that cannot go on: the message says what happened to what, the hint what to do next. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly code: LocalCode;
  readonly hint: string | undefined;
  readonly fields: readonly FieldError[] | undefined;

  constructor(code: LocalCode, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.fields = details.fields;
  }
}

/** A request failed and may have been acted on all the same: the message says what to do about that. */
export class DoubtfulOutcome extends Error {
  override readonly name = 'DoubtfulOutcome';

  constructor(message: string, cause: unknown) {
    super(message, { cause });
  }
}

/** A program could not be started: the command ends as a shell would, with 126, or 127 when it is nowhere. */
export class ProgramNotStarted extends Error {
  override readonly name = 'ProgramNotStarted';
  readonly exitCode: 126 | 127;

  constructor(exitCode: 126 | 127, cause: unknown) {
    super('A program could not be started.', { cause });
    this.exitCode = exitCode;
  }
}
