import type { JsonObject } from './tool.ts';

/** A server asks a person for something (MCP, elicitation). Its texts are foreign: show whose they are. */
export interface InputQuestion {
  /** `form`: fill in what `requestedSchema` describes. `url`: open `url`, and say when it is done. */
  readonly mode: 'form' | 'url';
  readonly message: string;
  readonly requestedSchema: JsonObject | undefined;
  readonly url: string | undefined;
}

/** What the person did. `content` goes with `accept` of a form; what the schema has a default for may be left out. */
export interface InputAnswer {
  readonly action: 'accept' | 'decline' | 'cancel';
  readonly content?: Readonly<Record<string, string | number | boolean | readonly string[]>> | undefined;
}

/** A folder that a server may work in. */
export interface Root {
  /** `file:` address. */
  readonly uri: string;
  readonly name?: string | undefined;
}

/**
 * What a server may ask of this client, in the middle of a call. Only what has a handler is offered to servers. A signal ends
 * when nobody waits for the answer any more.
 */
export interface ServerRequestHandlers {
  readonly elicit?: ((question: InputQuestion, signal: AbortSignal) => Promise<InputAnswer>) | undefined;
  /** `params` of `sampling/createMessage`; answers its result, both as they go over the wire. Deprecated since 2026-07-28. */
  readonly sample?: ((params: JsonObject, signal: AbortSignal) => Promise<JsonObject>) | undefined;
  /** Deprecated since 2026-07-28. */
  readonly roots?: (() => Promise<readonly Root[]>) | undefined;
}
