import type { ToolDefinition } from '../words/tool.ts';

/** What is remembered of the tools of one server. Plain JSON without a secret. */
export interface PinRecord {
  /** As they were approved, or trusted when they first came. One that the server no longer lists stays until that is approved. */
  readonly approved: readonly ToolDefinition[];
  /** Held, as they were last seen: under another name they stay held. */
  readonly waiting: readonly ToolDefinition[];
}

/** Where approvals outlive a client: in memory by default, on disk in `./node`. */
export interface PinStore {
  /** `server`: identity of the server, whoever asks it; no secret. Undefined for one that was never met. */
  load(server: string): Promise<PinRecord | undefined>;
  save(server: string, record: PinRecord): Promise<void>;
}
