import type { ServerCredential } from './credential.ts';

/** A server that is started as a process and spoken to over its standard input and output. */
export interface StdioServer {
  readonly transport: 'stdio';
  /** A program: its name, looked up in the path, or its whole path. */
  readonly command: string;
  /** Default: none. */
  readonly args?: readonly string[] | undefined;
  /** Variables besides the few that every server gets (PATH, HOME, …). Default: none. Never logged. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Default: the folder of this process. */
  readonly cwd?: string | undefined;
}

/** A server that answers at an address. */
export interface HttpServer {
  /** `sse` is the transport of 2024-11-05, kept for old servers. Default: `http`, Streamable HTTP. */
  readonly transport?: 'http' | 'sse' | undefined;
  /** `https:`, or `http:` at a loopback address. Without user information and without a key in it. */
  readonly url: string;
  /** Sent with every request. Never logged. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Gives the token of each request: core's `CredentialChain` and `Session` fit, `createOAuthProvider` makes one. Beside
   * `headers.authorization` it is a TypeError.
   */
  readonly credential?: ServerCredential | undefined;
}

/** What is known of a server before it is asked anything. */
export type ServerTarget = StdioServer | HttpServer;
