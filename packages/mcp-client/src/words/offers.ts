import type { CallOptions, ServerProblem } from './tool-client.ts';
import type { JsonObject } from './tool.ts';

/** What servers offer besides tools, by the member that its list stands in (MCP, server/resources and server/prompts). */
export type OfferKind = 'resources' | 'resourceTemplates' | 'prompts';

/** For whom a resource is, and how much it matters: what the server says. */
export interface ResourceAnnotations {
  readonly audience?: readonly ('user' | 'assistant')[];
  /** From 0 to 1, which is required. */
  readonly priority?: number;
  /** RFC 3339. */
  readonly lastModified?: string;
}

/** A resource of a server. Its texts hold no hidden characters. */
export interface ServerResource {
  /** Id of the server. */
  readonly server: string;
  /** As its server has it. */
  readonly uri: string;
  /** What `readResource` takes: the URI where it can be of this server alone, else `wicketgate-resource:SERVER/URI`. */
  readonly address: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  /** Bytes. */
  readonly size?: number;
  readonly annotations?: ResourceAnnotations;
}

/** Resources that are named by filling in a template (RFC 6570). */
export interface ServerResourceTemplate {
  readonly server: string;
  /** As its server has it. */
  readonly uriTemplate: string;
  /** Filled in, it is what `readResource` takes. */
  readonly addressTemplate: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly mimeType?: string;
  readonly annotations?: ResourceAnnotations;
}

export interface PromptArgument {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly required?: boolean;
}

/** A prompt of a server. Its texts hold no hidden characters. */
export interface ServerPrompt {
  readonly server: string;
  /** As its server has it. */
  readonly name: string;
  /** `server/prompt`. */
  readonly id: string;
  /** `server__prompt`, made as that of a tool. */
  readonly wireName: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments?: readonly PromptArgument[];
}

export interface ListOffersOptions {
  /** Only these servers. Default: all. */
  readonly servers?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ReadOptions extends CallOptions {
  /** The server that has it, by a URI of its own: of a link in a result, for instance. Default: told from the address. */
  readonly server?: string | undefined;
}

/** By server in the order of the options, then as each server lists them. `problems`: the servers that did not answer. */
export interface ResourcesAnswer {
  readonly resources: readonly ServerResource[];
  readonly problems: readonly ServerProblem[];
}

export interface ResourceTemplatesAnswer {
  readonly templates: readonly ServerResourceTemplate[];
  readonly problems: readonly ServerProblem[];
}

export interface PromptsAnswer {
  readonly prompts: readonly ServerPrompt[];
  readonly problems: readonly ServerProblem[];
}

/** What a resource holds. */
export interface ResourceContents {
  /** Undefined for a result that the client kept. */
  readonly server: string | undefined;
  /** As the server sent them: each has `text`, or `blob` in base64. `uri` is an address that `readResource` takes. */
  readonly contents: readonly JsonObject[];
}

/** What a prompt comes to with its arguments filled in. */
export interface PromptAnswer {
  /** `server/prompt`. */
  readonly prompt: string;
  readonly description: string | undefined;
  /** As the server sent them: `role`, and one block of content. */
  readonly messages: readonly JsonObject[];
}

/** What is to be completed: an argument of a prompt, or a variable of a template. */
export interface CompletionRequest {
  /** By wire name or `server/prompt`; or by `addressTemplate`. */
  readonly of: { readonly prompt: string } | { readonly template: string };
  /** With what was typed so far. */
  readonly argument: { readonly name: string; readonly value: string };
  /** Those that are filled in already. Default: none. */
  readonly context?: Readonly<Record<string, string>> | undefined;
}

export interface Completion {
  /** At most 100. Empty where the server completes nothing. */
  readonly values: readonly string[];
  readonly total?: number;
  readonly hasMore?: boolean;
}
