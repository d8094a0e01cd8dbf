import type { JsonObject } from '../words/tool.ts';

/** What may be told of a call: neither its arguments nor its result. */
export interface CallFacts {
  /** Id of the server. */
  readonly server: string;
  /** The tool's own name at its server. */
  readonly tool: string;
  readonly transport: 'http' | 'sse' | 'stdio' | 'custom';
  /** Address of the server without its query, which may hold a key; undefined for a process and for a connector of one's own. */
  readonly url: string | undefined;
  /** Asked when the call has ended: it may be what connected. */
  readonly protocolVersion: () => string | undefined;
}

/** What an answer must have to be told of. */
export interface TracedAnswer {
  readonly result: { readonly isError?: boolean | undefined };
}

/** Tells somebody of calls as they happen: `openTelemetry` is one. */
export interface Tracing {
  /**
   * Runs a call, and answers or throws what it does. `send` takes what is to stand in `_meta` of the request, so that the server's
   * part joins ours (SEP-414).
   */
  call<Answer extends TracedAnswer>(
    facts: CallFacts,
    send: (meta: JsonObject | undefined) => Promise<Answer>,
  ): Promise<Answer>;
}
