/** One request over HTTP and its answer. */
export interface Exchange {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly target: string;
  readonly request: string;
  readonly status: number;
  /** Values by name in lower case; several of one name are parted by line feeds. */
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: string;
}
