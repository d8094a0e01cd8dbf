/** One request, as every decision and audit entry about it sees it. */
export interface Asking {
  readonly address: string | null;
  readonly requestId: string;
  /** Milliseconds since 1970: the request's one reading of the clock. */
  readonly now: number;
}
