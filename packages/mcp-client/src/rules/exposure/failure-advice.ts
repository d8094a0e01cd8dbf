import type { McpErrorCode } from '../../words/errors.ts';

/** What a model may do after a failed call, by its code. */
export function adviceFor(code: McpErrorCode): string {
  switch (code) {
    case 'unknown_tool':
    case 'unknown_server':
      return 'Use search_tools to find one that exists.';
    case 'tool_not_allowed':
    case 'forbidden':
    case 'approval_denied':
      return 'Do not try again: choose another way or ask the user.';
    case 'tool_held':
      return 'A person must approve it first: choose another tool or ask the user.';
    case 'unauthorized':
      return 'The user must sign in to this server first.';
    case 'throttled':
    case 'circuit_open':
    case 'server_unreachable':
      return 'Try again later, or choose a tool of another server.';
    case 'connection_lost':
    case 'timeout':
      return 'The call may have had its effect: check that before you repeat it.';
    case 'server_error':
      return 'Check the arguments against the inputSchema that describe_tools answers.';
    case 'bad_answer':
    case 'bad_result':
    case 'unsupported_protocol':
    case 'unsupported_transport':
    case 'address_not_allowed':
    case 'closed':
    case 'aborted':
    case 'unknown_resource':
    case 'unknown_prompt':
      return 'Repeating it will not help: choose another tool.';
  }
}
