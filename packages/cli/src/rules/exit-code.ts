import type { Verdict, WicketgateErrorCode } from '@wicketgate/core';
import type { McpErrorCode } from '@wicketgate/mcp-client';
import type { SecretsErrorCode } from '@wicketgate/secrets';
import { EXIT, type ExitCode } from '../words/exit-codes.ts';
import type { LocalCode } from '../words/failure.ts';
import type { ProbeAnswer } from '../words/probe-answer.ts';

/** Everything that a failed command may name as its reason. */
export type FailureCode = WicketgateErrorCode | LocalCode | SecretsErrorCode | McpErrorCode;

/** The one place where reasons become exit codes. */
const EXITS: Readonly<Record<FailureCode, ExitCode>> = {
  usage: EXIT.usage,
  key_on_command_line: EXIT.usage,
  confirmation_needed: EXIT.usage,
  several_editors: EXIT.usage,
  invalid_field: EXIT.usage,
  invalid_name: EXIT.usage,
  invalid_value: EXIT.usage,
  not_writable: EXIT.usage,
  bad_arguments: EXIT.usage,
  no_key: EXIT.refused,
  missing_credentials: EXIT.refused,
  unsupported_scheme: EXIT.refused,
  malformed_key: EXIT.refused,
  unknown_key: EXIT.refused,
  key_suspended: EXIT.refused,
  key_revoked: EXIT.refused,
  key_expired: EXIT.refused,
  unknown_token: EXIT.refused,
  token_expired: EXIT.refused,
  session_ended: EXIT.refused,
  invalid_dpop_proof: EXIT.refused,
  forbidden: EXIT.refused,
  origin_not_allowed: EXIT.refused,
  authorization_denied: EXIT.refused,
  code_expired: EXIT.refused,
  sign_in_refused: EXIT.refused,
  not_signed_in: EXIT.refused,
  wrong_key: EXIT.refused,
  too_many_attempts: EXIT.refused,
  keyring_locked: EXIT.refused,
  not_allowed: EXIT.refused,
  tool_not_allowed: EXIT.refused,
  tool_held: EXIT.refused,
  approval_denied: EXIT.refused,
  unauthorized: EXIT.refused,
  address_not_allowed: EXIT.refused,
  not_found: EXIT.notFound,
  no_server: EXIT.notFound,
  unknown_server: EXIT.notFound,
  unknown_tool: EXIT.notFound,
  unknown_resource: EXIT.notFound,
  unknown_prompt: EXIT.notFound,
  no_editor: EXIT.notFound,
  no_project: EXIT.notFound,
  missing_secret: EXIT.notFound,
  no_file: EXIT.notFound,
  no_backup: EXIT.notFound,
  offline: EXIT.unreachable,
  timeout: EXIT.unreachable,
  request_timeout: EXIT.unreachable,
  redirected: EXIT.unreachable,
  wrong_issuer: EXIT.unreachable,
  bad_answer: EXIT.unreachable,
  too_large_answer: EXIT.unreachable,
  internal_error: EXIT.unreachable,
  unavailable: EXIT.unreachable,
  server_unreachable: EXIT.unreachable,
  circuit_open: EXIT.unreachable,
  connection_lost: EXIT.unreachable,
  unsupported_protocol: EXIT.unreachable,
  too_many_requests: EXIT.throttled,
  throttled: EXIT.throttled,
  broken_config: EXIT.configuration,
  unsafe_key_file: EXIT.configuration,
  unreadable_key_file: EXIT.configuration,
  unsafe_file: EXIT.configuration,
  invalid_spec: EXIT.configuration,
  no_wrapping_key: EXIT.configuration,
  corrupt_file: EXIT.configuration,
  unsupported_version: EXIT.configuration,
  rolled_back: EXIT.configuration,
  keyring_unavailable: EXIT.configuration,
  keyring_timeout: EXIT.configuration,
  keyring_failed: EXIT.configuration,
  not_ignored: EXIT.configuration,
  aborted: EXIT.interrupted,
  interrupted: EXIT.interrupted,
  declined: EXIT.failed,
  bad_result: EXIT.failed,
  server_error: EXIT.failed,
  unsupported_transport: EXIT.failed,
  unreadable_file: EXIT.failed,
  file_exists: EXIT.failed,
  changed_meanwhile: EXIT.failed,
  unwritable_file: EXIT.failed,
  bad_input: EXIT.failed,
  import_incomplete: EXIT.failed,
  wrong_digest: EXIT.failed,
  not_a_vsix: EXIT.failed,
  editor_failed: EXIT.failed,
  invalid_import: EXIT.failed,
  command_failed: EXIT.failed,
  undecryptable: EXIT.failed,
  unknown_key_id: EXIT.failed,
  program_failed: EXIT.failed,
  unexpected: EXIT.failed,
  closed: EXIT.failed,
  bad_redirect: EXIT.failed,
  lock_timeout: EXIT.failed,
  conflict: EXIT.failed,
  method_not_allowed: EXIT.failed,
  body_too_large: EXIT.failed,
  uri_too_long: EXIT.failed,
  headers_too_large: EXIT.failed,
  unsupported_media_type: EXIT.failed,
  malformed_request: EXIT.failed,
  malformed_body: EXIT.failed,
  unknown_field: EXIT.failed,
};

/** What a failure comes to. */
export function exitCodeOf(code: FailureCode): ExitCode {
  return EXITS[code];
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

/** One required secret, as `secrets check` has found it. */
export interface CheckedSecret {
  readonly present: boolean;
  readonly probe?: ProbeAnswer;
}

/** What a check of required secrets comes to: the worst of them. */
export function checkExit(items: readonly CheckedSecret[]): ExitCode {
  if (items.some(({ present }) => !present)) return EXIT.notFound;
  if (items.some(({ probe }) => probe?.outcome === 'refused' || probe?.outcome === 'withheld')) return EXIT.refused;
  const doubts = items.flatMap(({ probe }) => (probe?.outcome === 'unknown' ? [probe.reason] : []));
  if (doubts.length === 0) return EXIT.done;
  if (doubts.includes('forbidden')) return EXIT.refused;
  return doubts.every((reason) => reason === 'throttled') ? EXIT.throttled : EXIT.unreachable;
}
