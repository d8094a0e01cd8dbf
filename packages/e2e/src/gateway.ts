import path from 'node:path';
import { createGatewayClient, type GatewayClient, Secret } from '@wicketgate/core';
import type { Cleanup } from './cleanup.ts';
import { supportedEnvironment, type Environment } from './environment.ts';
import { freePort } from './free-port.ts';
import { run, start, type Outcome } from './program.ts';
import { untilReady } from './ready.ts';
import { workspaceRoot } from './workspace.ts';

const READY_TIMEOUT_MS = 30_000;

/** The gateway's command as the workspace has built it. */
const BUILT_GATEWAY = [process.execPath, path.join(workspaceRoot, 'packages/gateway/dist/bin.js')] as const;

export interface GatewayOptions {
  /** The program and its first arguments; default the one that the workspace built. */
  readonly command?: readonly string[];
  readonly cwd?: string;
  /** Its data folder, made by itself. */
  readonly dataFolder: string;
  /** Where it listens; default a free port. */
  readonly port?: number;
  /** Settings beyond address and data folder. */
  readonly settings?: Environment;
  readonly cleanup: Cleanup;
}

/** A gateway in a process of its own on 127.0.0.1, with an administrator's key. */
export interface RunningGateway {
  readonly url: string;
  readonly adminKey: string;
  /** Its administration, with that key. */
  readonly admin: GatewayClient;
  readonly pid: () => number;
  /** Everything that it has written since the start, the bootstrap's words included. */
  readonly log: () => string;
  /** SIGTERM by default. */
  stop(signal?: NodeJS.Signals): Promise<Outcome>;
  /** Stops it, when it runs, and starts it again on the same port and data. */
  restart(): Promise<void>;
}

export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = supportedEnvironment({
    WICKETGATE_PORT: String(port),
    WICKETGATE_DATA_DIR: options.dataFolder,
    ...options.settings,
  });
  const [command = '', ...first] = options.command ?? BUILT_GATEWAY;
  const place = { env, ...(options.cwd !== undefined && { cwd: options.cwd }) };
  const bootstrap = await run(command, [...first, 'bootstrap'], place);
  if (bootstrap.code !== 0) throw new Error(`The bootstrap ended with ${bootstrap.code}:\n${bootstrap.stderr}`);

  const adminKey = bootstrap.stdout.trim();
  const words: (() => string)[] = [() => bootstrap.stderr];
  const serve = async () => {
    const program = start(command, [...first, 'serve'], place);
    words.push(() => Object.values(program.output()).join(''));
    await untilReady(program, { name: 'The gateway', url: `${url}/ready`, timeoutMs: READY_TIMEOUT_MS });
    return program;
  };
  let program = await serve();
  options.cleanup.defer(() => program.stop());
  return {
    url,
    adminKey,
    admin: createGatewayClient({ url, credential: new Secret(adminKey) }),
    pid: () => program.pid,
    log: () => words.map((text) => text()).join('\n'),
    stop: (signal) => program.stop(signal),
    restart: async () => {
      await program.stop();
      program = await serve();
    },
  };
}

/** What a gateway wrote as structured log lines. */
export function logLines(log: string): Record<string, unknown>[] {
  return log.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
}
