/** What a request with the value said about it. Nothing of the answer's body is kept. */
export type ProbeResult =
  /** The vendor took it. `scopes` where the vendor lists them. */
  | { readonly outcome: 'works'; readonly scopes?: readonly string[] }
  /** The vendor did not take it: 401. */
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
  /** 429, or a 403 that says so. */
  | 'throttled'
  /**
   * 403: it may work and not be allowed to ask this, as a key for one project or one kind of call is, or not be valid at
   * all. Vendors say the same to both.
   */
  | 'forbidden'
  /** Any other status: a redirect, which is never followed, or an error of the vendor. */
  | 'unexpected_status'
  /** The value holds characters that no header can carry. */
  | 'unsendable';
