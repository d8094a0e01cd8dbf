/** What a request with the value said about it. Nothing of the answer's body is kept. */
export type ProbeResult =
  /** The vendor took it. `scopes` where the vendor lists them. */
  | { readonly outcome: 'works'; readonly scopes?: readonly string[] }
  /** The vendor did not take it: 401 or 403. */
  | { readonly outcome: 'refused'; readonly status: number }
  /** Nothing is known: not the value's fault, as far as anybody can tell. */
  | { readonly outcome: 'unknown'; readonly reason: ProbeDoubt; readonly status?: number }
  /** There is no value to ask with. */
  | { readonly outcome: 'unset' }
  /** Its spec knows no request. */
  | { readonly outcome: 'none' };

export type ProbeDoubt =
  /** No answer came: refused, no such host, certificate not trusted. */
  | 'offline'
  /** No answer came within ten seconds. */
  | 'timeout'
  /** 429. */
  | 'throttled'
  /** Any other status: a redirect, which is never followed, or an error of the vendor. */
  | 'unexpected_status'
  /** The value holds characters that no header can carry. */
  | 'unsendable';
