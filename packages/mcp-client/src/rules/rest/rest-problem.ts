import type { FieldError } from '@wicketgate/contract';
import type { McpError, McpErrorCode } from '../../words/errors.ts';

/** Every way in which the handler refuses or fails: the code, its status, and the sentence that says what it is. */
export const REST_PROBLEMS = {
  invalid_field: { status: 400, title: 'A member of the request has a value that it must not have.' },
  unknown_field: { status: 400, title: 'The request has a member that this address does not know.' },
  malformed_body: { status: 400, title: 'The body is not a JSON object in UTF-8.' },
  unauthenticated: { status: 401, title: 'It is not known who asks.' },
  forbidden: { status: 403, title: 'Whoever asks may not do this.' },
  tool_not_allowed: { status: 403, title: 'The tool is not allowed.' },
  tool_held: { status: 403, title: 'The tool is new or was changed, and waits for approval.' },
  approval_denied: { status: 403, title: 'The call was not approved, and was not made.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  unknown_tool: { status: 404, title: 'There is no such tool for whoever asks.' },
  unknown_server: { status: 404, title: 'There is no such server.' },
  unknown_resource: { status: 404, title: 'There is no such resource.' },
  unknown_prompt: { status: 404, title: 'There is no such prompt.' },
  method_not_allowed: { status: 405, title: 'This address does not answer that method.' },
  body_too_large: { status: 413, title: 'The body is larger than this address takes.' },
  unsupported_media_type: { status: 415, title: 'The body is not application/json.' },
  // Nobody reads it: the one who asked has left. No status of the registry says so.
  aborted: { status: 499, title: 'The request was ended by whoever made it.' },
  internal_error: { status: 500, title: 'Something failed that has nothing to do with the request.' },
  server_error: { status: 502, title: 'The MCP server answered with an error: check the arguments.' },
  server_unreachable: { status: 502, title: 'The MCP server cannot be reached.' },
  server_unauthorized: { status: 502, title: 'The MCP server wants a sign-in, or another one.' },
  server_forbidden: { status: 502, title: 'The MCP server does not allow this to whoever is signed in there.' },
  connection_lost: { status: 502, title: 'The connection ended in the middle: the call may have had its effect.' },
  bad_answer: { status: 502, title: 'The answer of the MCP server cannot be used.' },
  bad_result: { status: 502, title: 'The result does not have the shape that the tool declares.' },
  unsupported_protocol: { status: 502, title: 'The MCP server speaks no revision that is known here.' },
  unsupported_transport: { status: 502, title: 'The MCP server cannot be spoken to from here.' },
  address_not_allowed: { status: 502, title: 'The address of the MCP server is not allowed.' },
  circuit_open: { status: 503, title: 'The MCP server failed so often that it is left alone for a while.' },
  throttled: { status: 503, title: 'The MCP server throttles.' },
  closed: { status: 503, title: 'The tools are being shut down.' },
  timeout: { status: 504, title: 'The time of the call was over: it may have had its effect.' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }> &
  Record<Exclude<McpErrorCode, 'unauthorized'>, unknown>;

export type RestProblemCode = keyof typeof REST_PROBLEMS;

/** What may stand beside a code. */
export interface RestProblemFacts {
  /** What happened to what, and what to do; default the title. Without any text of a server. */
  readonly detail?: string | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A request that is not answered as it was meant. */
export class RestRefusal extends Error {
  override readonly name = 'RestRefusal';
  readonly code: RestProblemCode;
  readonly facts: RestProblemFacts;

  constructor(code: RestProblemCode, facts: RestProblemFacts = {}) {
    super(REST_PROBLEMS[code].title);
    this.code = code;
    this.facts = facts;
  }
}

/** One member that was refused. */
export function refuseField(field: string, message: string): RestRefusal {
  return new RestRefusal('invalid_field', { detail: `${field} ${message}.`, errors: [{ field, message }] });
}

/** `unauthorized` and `forbidden` of a client are between it and a server, and not for whoever asks the handler. */
export function restCodeOf(code: McpErrorCode): RestProblemCode {
  if (code === 'unauthorized') return 'server_unauthorized';
  return code === 'forbidden' ? 'server_forbidden' : code;
}

/** The message stays inside: it may name servers, tools and addresses that are not for whoever asks. */
export function refusalOf({ code, retryAfterMs }: McpError): RestRefusal {
  const retryAfterSeconds = retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return new RestRefusal(restCodeOf(code), { retryAfterSeconds });
}

const DOCS = 'https://github.com/wicketgate/wicketgate/blob/main/docs/mcp.md#tools-over-http';

/** The problem document (RFC 9457), in the form of the gateway's. */
export function problemDocument({ code, facts }: RestRefusal, requestId: string): object {
  const { status, title } = REST_PROBLEMS[code];
  const { detail = title, errors, retryAfterSeconds } = facts;
  return {
    type: DOCS,
    title,
    status,
    detail,
    code,
    request_id: requestId,
    ...(errors && { errors }),
    ...(retryAfterSeconds !== undefined && { retry_after: retryAfterSeconds }),
  };
}
