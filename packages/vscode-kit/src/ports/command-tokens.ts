export interface CommandQuestion {
  /** Absolute path. */
  readonly program: string;
  /** Base URL of the gateway. */
  readonly url: string;
  /** Whether any token will do, or only one that is newer than the last. */
  readonly want: 'any' | 'newer';
}

/** Runs the `wicketgate` command of the person for the token of its session. */
export interface CommandTokens {
  /** The name of the machine that the program is run on. */
  readonly machine: string;
  /** The absolute path of the program; undefined when there is none. Never one of a workspace. */
  find(): Promise<string | undefined>;
  /**
   * What `wicketgate token --format json` wrote; undefined when the command says that nobody is signed in, and when it is no
   * longer where it was.
   * Rejects with a `WicketgateError`: `timeout` after ten seconds, `offline` when the command could not ask its gateway,
   * `unavailable` when it cannot be run. The signal ends the program.
   */
  ask(question: CommandQuestion, signal?: AbortSignal): Promise<string | undefined>;
}
