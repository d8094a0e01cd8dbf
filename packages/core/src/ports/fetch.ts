/** What is asked of `fetch`. Redirects are never followed: they would carry the key elsewhere. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** What is needed of a body: to be read piece by piece, and to be given up. */
export interface FetchBody {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/** What is needed of a `Response`. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: FetchBody | null;
  /** True when the platform followed a redirect although it was told not to. */
  readonly redirected?: boolean;
}

/** `fetch` as this package uses it: the platform's fits, and so does undici's own. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

/** A request on its way out. Its headers hold the key: never log them as they are. */
export interface OutgoingRequest extends FetchInit {
  readonly url: string;
}

/** Stands around every attempt: may change the request, look at the answer, or answer by itself. */
export type Middleware = (
  request: OutgoingRequest,
  next: (request: OutgoingRequest) => Promise<FetchAnswer>,
) => Promise<FetchAnswer>;
