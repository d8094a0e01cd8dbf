/** What a rule asks of a tool. All that is given must hold. What a server leaves unsaid counts as the worst (MCP, ToolAnnotations). */
export interface ToolTraits {
  /** A pattern as below. Default: any tool. */
  readonly tools?: string | undefined;
  /** Says that it changes nothing. */
  readonly readOnly?: boolean | undefined;
  /** May destroy something: neither `readOnlyHint: true` nor `destructiveHint: false`. */
  readonly destructive?: boolean | undefined;
  /** Says that a second call with the same arguments has no further effect. */
  readonly idempotent?: boolean | undefined;
  /** May reach beyond a closed world: not `openWorldHint: false`. */
  readonly openWorld?: boolean | undefined;
}

/**
 * A pattern of `server/tool` ids (`github/*`, `files/read_*`, `github`; within the options of a server also of its tools' names
 * alone), or what the tool must be like.
 */
export type ToolRule = string | ToolTraits;

/** Which tools are listed and may be called. A denied tool is denied, whatever allows it. */
export interface ToolPolicy {
  /** Only these. Default: all; an empty list allows none. */
  readonly allow?: readonly ToolRule[] | undefined;
  /** Not these. Default: none. */
  readonly deny?: readonly ToolRule[] | undefined;
}
