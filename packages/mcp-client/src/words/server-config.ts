import type { Secret } from '@wicketgate/core';

/** Whose form a file of servers has. */
export const CONFIG_FORMATS = ['wicketgate', 'vscode', 'claude-desktop', 'claude-code', 'cursor'] as const;
export type ConfigFormat = (typeof CONFIG_FORMATS)[number];

/** A server that a file describes, its variables filled in. What may be secret is one: nothing of it prints a value. */
export interface ConfiguredServer {
  /** The name in the file, spelled so that it is an id: 1 to 64 of `[A-Za-z0-9._-]`. Unique in its file. */
  readonly id: string;
  /** As the file has it. */
  readonly name: string;
  /** Path of the file. */
  readonly file: string;
  /** Line of the entry, from 1. */
  readonly line: number;
  readonly format: ConfigFormat;
  /** Its program and arguments, or its address, as the file has them: variables are not filled in, a query is left out. */
  readonly written: string;
  readonly launch: ConfiguredProcess | ConfiguredAddress;
}

export interface ConfiguredProcess {
  readonly transport: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, Secret>>;
  /** A dotenv file whose variables stand beneath `env`. */
  readonly envFile: string | undefined;
  readonly cwd: string | undefined;
}

export interface ConfiguredAddress {
  readonly transport: 'http' | 'sse';
  /** `https:`, or `http:` at a loopback address. It may hold a key: `written` is what may be shown. */
  readonly url: string;
  readonly headers: Readonly<Record<string, Secret>>;
  /** `wicketgate`: the person's own key or sign-in at the gateway goes there. Only `mcp.json` of Wicketgate may ask for it. */
  readonly credential: 'wicketgate' | undefined;
}

/** Something in a file that cannot be used, and costs no more than what it names. */
export interface ConfigProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `servers.github.env.TOKEN`; empty for the whole file. */
  readonly member: string;
  /** A sentence without any value of the file. */
  readonly message: string;
  /** Id of the server that it costs, when it is one. */
  readonly server: string | undefined;
  /** Id of the input that was not given, when that is all that is missing. */
  readonly input: string | undefined;
}

/** A value that a file wants from the person (`inputs` of VS Code). */
export interface ConfigInput {
  readonly id: string;
  /** What to ask; the id where the file says nothing. */
  readonly description: string;
  /** Whether what is typed must not be shown. */
  readonly isSecret: boolean;
  /** What may be answered; undefined: anything. */
  readonly options: readonly string[] | undefined;
}

/** What one file has. */
export interface ConfigFileContent {
  /** In the order of the file. */
  readonly servers: readonly ConfiguredServer[];
  /** Names of entries that the file switches off. */
  readonly disabled: readonly string[];
  readonly inputs: readonly ConfigInput[];
  readonly problems: readonly ConfigProblem[];
}

/** What stands for the variables of a file. */
export interface ConfigVariables {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Home folder of the person; undefined where there is none. */
  readonly userHome: string | undefined;
  /** Folder of the project. */
  readonly workspaceFolder: string;
  readonly pathSeparator: '/' | '\\';
  /** Answers to `inputs`, by id. */
  readonly inputs: Readonly<Record<string, Secret>>;
}
