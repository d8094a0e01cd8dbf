/** Where the browser comes back to after a sign-in: a loopback port, or an address that the editor handles. */
export interface RedirectListener {
  /** What the gateway is asked to send the browser to. */
  readonly redirectUri: string;
  /**
   * The first address under `redirectUri` that the browser came back with, query included, and that is taken for ours: what
   * somebody else sends there ends no sign-in. Answers once. Rejects with the reason of the signal, and when the listener is
   * closed before.
   */
  answer(signal?: AbortSignal, isOurs?: (address: URL) => boolean): Promise<URL>;
  /** Stops listening; a second time is no error. */
  close(): Promise<void>;
}
