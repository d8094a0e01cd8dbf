/** What mocha's `bdd` interface puts at hand, as far as it is used here. */
export interface Bdd {
  readonly describe: (title: string, body: () => void) => void;
  readonly it: (title: string, body: () => void | Promise<void>) => void;
  readonly before: (body: () => void | Promise<void>) => void;
  readonly after: (body: () => void | Promise<void>) => void;
  readonly afterEach: (body: () => void | Promise<void>) => void;
}

/** What the test outside tells the suites inside, in `settings.json` beside the bundle. */
export interface SuiteSettings {
  /** Address of the module mocha. */
  readonly mocha: string;
  /** Where the report is written. */
  readonly report: string;
  /** The extension that carries the suites: its context is the real one of the host. */
  readonly carrier: string;
  /** The bundle of the extension under test; it has the exports `activate` and maybe `deactivate`. */
  readonly bundle: string;
  /** The id of its gate. */
  readonly gate: string;
  /** A setting that the carrier declares, with the default `""` and the scope `machine`. */
  readonly urlSetting: string;
  /** A setting that nothing declares, and that the person has from an older version. */
  readonly left: { readonly name: string; readonly value: string };
  /** The commands that its package.json declares. */
  readonly commands: readonly string[];
}

export interface TestReport {
  readonly title: string;
  /** Undefined when it passed. */
  readonly error?: string;
}

export interface SuiteReport {
  readonly tests: readonly TestReport[];
  /** What was measured and is shown to people: nothing depends on it. */
  readonly figures: readonly string[];
}
