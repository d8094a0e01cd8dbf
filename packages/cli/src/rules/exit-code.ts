import type { Verdict, WicketgateErrorCode } from '@wicketgate/core';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import type { LocalCode } from '../words/failure.ts';

/** Everything that a failed command may name as its reason. */
export type FailureCode = WicketgateErrorCode | LocalCode;

/** The one place where reasons become exit codes. */
export function exitCodeOf(code: FailureCode): ExitCode {
  switch (code) {
    case 'usage':
    case 'key_on_command_line':
    case 'confirmation_needed':
    case 'invalid_field':
      return EXIT.usage;
    case 'no_key':
    case 'missing_credentials':
    case 'unsupported_scheme':
    case 'malformed_key':
    case 'unknown_key':
    case 'key_suspended':
    case 'key_revoked':
    case 'key_expired':
    case 'forbidden':
    case 'origin_not_allowed':
      return EXIT.refused;
    case 'not_found':
      return EXIT.notFound;
    case 'offline':
    case 'timeout':
    case 'request_timeout':
    case 'redirected':
    case 'bad_answer':
    case 'too_large_answer':
    case 'internal_error':
    case 'unavailable':
      return EXIT.unreachable;
    case 'too_many_requests':
      return EXIT.throttled;
    case 'broken_config':
    case 'unsafe_key_file':
    case 'unreadable_key_file':
    case 'unsafe_file':
      return EXIT.configuration;
    case 'aborted':
    case 'interrupted':
      return EXIT.interrupted;
    case 'declined':
    case 'unreadable_file':
    case 'file_exists':
    case 'unwritable_file':
    case 'bad_input':
    case 'import_incomplete':
    case 'unexpected':
    case 'closed':
    case 'lock_timeout':
    case 'conflict':
    case 'method_not_allowed':
    case 'body_too_large':
    case 'uri_too_long':
    case 'headers_too_large':
    case 'unsupported_media_type':
    case 'malformed_request':
    case 'malformed_body':
    case 'unknown_field':
      return EXIT.failed;
  }
}

/** What a verdict about a key comes to. */
export function verdictExit(verdict: Verdict): ExitCode {
  switch (verdict.status) {
    case 'valid':
      return EXIT.done;
    case 'invalid':
      return EXIT.refused;
    case 'unavailable':
      return verdict.reason === 'throttled' ? EXIT.throttled : EXIT.unreachable;
  }
}
