import type {
  FoundTools,
  OfferSource,
  SearchOptions,
  ServerReport,
  ToolChange,
  ToolSource,
} from '@wicketgate/mcp-client';

/** What several servers have, as the commands use it. */
export interface ToolClient extends ToolSource, OfferSource {
  /** Connects to all at once; one that cannot be reached is reported and costs nobody else. */
  connect(options: { readonly signal: AbortSignal }): Promise<readonly ServerReport[]>;
  listServers(): readonly ServerReport[];
  searchTools(request: string, options: SearchOptions & { readonly signal: AbortSignal }): Promise<FoundTools>;
  /** What differs from what was approved, of the servers whose tools were listed. */
  pendingChanges(): readonly ToolChange[] | Promise<readonly ToolChange[]>;
  /** Changes as they were shown: one that is another by now is refused with `tool_held`. */
  approve(changes: readonly ToolChange[]): Promise<unknown>;
}
