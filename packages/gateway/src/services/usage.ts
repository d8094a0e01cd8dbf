/** Counts on the request path, in memory; writes in batches. */
export interface UsageRecorder {
  accepted(keyId: string, address: string, now: number): void;
  refused(reason: string, keyId: string | null, address: string, now: number): void;
  /** Writes what has been counted; keeps it for the next try when the store refuses. */
  flush(): Promise<void>;
  /** Stops the periodic writes and flushes once more. */
  close(): Promise<void>;
}
