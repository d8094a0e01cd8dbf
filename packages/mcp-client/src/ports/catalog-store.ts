import type { ToolDefinition } from '../words/tool.ts';

/** A listing of one server as it is kept. Plain JSON without a secret. */
export interface CatalogRecord {
  /** All of them: which are allowed is decided by whoever reads them. */
  readonly tools: readonly ToolDefinition[];
  /** Milliseconds since 1970, both. */
  readonly fetchedAt: number;
  readonly expiresAt: number;
  /** What the server says of itself. */
  readonly description: string | undefined;
}

/**
 * Where listings outlive a client: in memory by default, on disk in `./node`. What fails is told to the logger and does
 * without.
 */
export interface CatalogStore {
  /** `key`: identity of the server and who may see the listing; no secret. */
  load(key: string): Promise<CatalogRecord | undefined>;
  save(key: string, record: CatalogRecord): Promise<void>;
  delete(key: string): Promise<void>;
}
