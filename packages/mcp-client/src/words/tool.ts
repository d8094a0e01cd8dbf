/** A JSON object as it came over the wire: never changed, never trusted. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What a server says of a tool's behaviour (MCP 2026-07-28, ToolAnnotations). Hints: a server may lie. */
export interface ToolAnnotations {
  readonly title?: string | undefined;
  readonly readOnlyHint?: boolean | undefined;
  readonly destructiveHint?: boolean | undefined;
  readonly idempotentHint?: boolean | undefined;
  readonly openWorldHint?: boolean | undefined;
}

/** A tool as its server lists it. */
export interface ToolDefinition {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: JsonObject;
  readonly outputSchema?: JsonObject | undefined;
  readonly annotations?: ToolAnnotations | undefined;
}

/** A tool that can be found: what retrieval reads of it. */
export interface SearchableTool extends ToolDefinition {
  /** `server/tool`: how policies and people write it. Unique in a catalog. */
  readonly id: string;
  /** Id of its server: what stands before the first `/` of `id`. */
  readonly server: string;
  /** What models call it, where that is known: found by this name too. */
  readonly wireName?: string | undefined;
  /** What the server says of itself: its title, description or the first sentence of its instructions. */
  readonly serverDescription?: string | undefined;
}

/** A tool of a catalog: known to the client, allowed by its policy. */
export interface CatalogTool extends SearchableTool {
  /** `server__tool`, at most 64 of `[A-Za-z0-9_-]`: what models and other clients call it. */
  readonly wireName: string;
  /** Canonical hash of name, title, description, schemas and annotations: 64 hexadecimal digits. */
  readonly hash: string;
  /** `held`: it changed, or is new, and waits for approval: it is listed for people and cannot be called. */
  readonly state: 'ready' | 'held';
}
