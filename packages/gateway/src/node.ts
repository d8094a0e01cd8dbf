// Everything exported here is public and pinned by test/pins.test.ts.
import type { Clock, Logger } from '@wicketgate/core';
import { createNodeFetch } from '@wicketgate/core/node';
import type { GatewayConfig } from './config.ts';
import { newRequestId } from './http/middleware/request-facts.ts';
import { createGateway } from './index.ts';
import { createGatewayLogger } from './node/gateway-logger.ts';
import { answerRequests, createHttpServer, type ServerTimeouts } from './node/http-server.ts';
import { listen, stopListening, urlOf } from './node/listening.ts';
import { createNodeDigests } from './node/node-digests.ts';
import { nodePlatform } from './node/platform.ts';
import { openReferenceScript } from './node/reference-script.ts';
import { readSignInFile } from './node/sign-in-file.ts';
import { openStores, type Stores } from './node/stores.ts';
import { VERSION } from './version.ts';

export { type GatewayConfig, parseConfig } from './config.ts';
export type { ServerTimeouts } from './node/http-server.ts';
export { ServiceKeysError, type ServiceKeysErrorCode } from './node/service-keys-error.ts';
export { SignInFileError } from './node/sign-in-file.ts';
export { StartError } from './node/start-error.ts';
export { StorageError, type StorageErrorCode } from './ports/storage-error.ts';
export { ServiceKeysMismatch } from './services/service-keys-fit.ts';

export interface NodeGatewayOptions {
  readonly config: GatewayConfig;
  /** Default: pino to stdout, as the configuration says. */
  readonly logger?: Logger;
  /** Default: the system's. */
  readonly clock?: Clock;
  readonly timeouts?: ServerTimeouts;
  /** Where the sign-in file's `client_secret_env` is looked up. Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface NodeGateway {
  /** Where it listens, as a base URL. */
  readonly url: string;
  /** Takes no new work, finishes what runs within the configured time, writes what was counted, closes the database. */
  close(): Promise<void>;
}

/**
 * Starts the gateway on Node and resolves once it listens. Throws `SignInFileError`, `StartError`, `StorageError`,
 * `ServiceKeysError` or `ServiceKeysMismatch`, each with a sentence for the operator.
 */
export async function startNodeGateway(options: NodeGatewayOptions): Promise<NodeGateway> {
  const config = await withSignIn(options);
  const stores = await openStores(config, nodePlatform.random);
  try {
    return await serve(stores, { ...options, config });
  } catch (error) {
    await stores.storage.close();
    throw error;
  }
}

/** The configuration with what the sign-in file says. */
async function withSignIn({ config, environment = process.env }: NodeGatewayOptions): Promise<GatewayConfig> {
  if (config.signInFile === undefined) return config;
  return { ...config, signIn: await readSignInFile({ file: config.signInFile, environment }) };
}

async function serve({ storage, serviceKeys }: Stores, options: NodeGatewayOptions): Promise<NodeGateway> {
  const { config, clock = nodePlatform.clock, logger = createGatewayLogger(config), timeouts } = options;
  const { random } = nodePlatform;
  const [any] = await storage.list({}, { limit: 1, now: clock.now() });
  const referenceScript = config.docs ? await openReferenceScript(import.meta.url) : undefined;
  const requestIds = { newRequestId: () => newRequestId(random) };
  const server = createHttpServer({ ...requestIds, ...(timeouts && { timeouts }) });
  const url = urlOf(config.host, await listen(server, config));
  // Providers may stand behind the proxy of the environment.
  const outgoing = createNodeFetch();
  const starting = createGateway({
    ...{ storage, serviceKeys, clock, random, logger, digests: createNodeDigests(), fetch: outgoing.fetch },
    config: { ...config, publicUrl: config.publicUrl ?? url },
    ...(referenceScript && { referenceScript }),
  });
  // At once, before a first request can come: it waits for the gateway, which knows its address only now.
  answerRequests(server, { ...requestIds, fetch: async (request, info) => (await starting).fetch(request, info) });
  const gateway = await starting.catch((error: unknown) => {
    server.close();
    throw error;
  });
  logger.info({ url, publicUrl: config.publicUrl ?? url, version: VERSION }, 'listening');
  if (any === undefined) logger.warn({}, 'there is no key yet: "wicketgate-gateway bootstrap" makes the first');

  const stop = async () => {
    gateway.drain();
    const cut = await stopListening(server, { graceMs: config.shutdownSeconds * 1_000, clock });
    await gateway.close();
    await outgoing.close();
    await storage.close();
    logger.info({ connectionsCut: cut }, 'stopped');
  };
  let stopped: Promise<void> | undefined;
  return { url, close: () => (stopped ??= stop()) };
}
