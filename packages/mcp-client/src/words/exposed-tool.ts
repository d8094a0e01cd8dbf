import type { JsonObject } from './tool.ts';

/** A tool as models see it, whatever their API. Frozen; its members always stand in this order. */
export interface ExposedTool {
  /** At most 64 of `[A-Za-z0-9_-]`. */
  readonly name: string;
  /** Without hidden characters, cut to the limit. Empty when the server gave none. */
  readonly description: string;
  /** The root is always `{ type: 'object', properties: … }`; keys sorted, without `$schema` and hidden characters. */
  readonly inputSchema: JsonObject;
  /** The server's id, and what the tool says of itself: `read-only`, `destructive`. For people and filters, never for models. */
  readonly tags: readonly string[];
}

/** A tool that cannot be given to a model. */
export interface RefusedTool {
  /** `server/tool`. */
  readonly id: string;
  /** One sentence for people. */
  readonly reason: string;
}

/** What a tool answered to a model. A `ToolResult` of the client is one. */
export interface ModelToolResult {
  /** Blocks of MCP: text, image, audio, resource, resource_link. */
  readonly content: readonly JsonObject[];
  readonly structuredContent: unknown;
  /** The model is told that the call failed, and reads in `content` what to do. */
  readonly isError: boolean;
  /** `server/tool`; undefined where no tool of a server was called. */
  readonly tool?: string | undefined;
  /** Where the whole stands of what was cut; without an address nowhere. */
  readonly truncated?: { readonly uri: string | undefined } | undefined;
}

/** A call as a model asked for it. */
export interface ModelToolCall {
  /** The API's id of the call: it goes back with the result. */
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
  /** Why the arguments cannot be used: no JSON, or no object. Then `arguments` is empty and nothing must be called. */
  readonly flaw: string | undefined;
}

export interface ModelCallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without an answer or progress. Default: the client's. */
  readonly timeoutMs?: number | undefined;
}

/** Takes the calls of a model. Failures are results that the model can read; only an aborted signal throws. */
export interface ModelToolCaller {
  call(name: string, args: JsonObject, options?: ModelCallOptions): Promise<ModelToolResult>;
}
