// Everything exported here is public and pinned by test/pins.test.ts.
import { type Clock, createRedactor, type Logger, systemClock } from '@wicketgate/core';
import { createPinoLogger } from '@wicketgate/core/node';
import type { GatewayConfig } from './config.ts';
import { newRequestId } from './http/middleware/request-facts.ts';
import { createGateway, type Gateway } from './index.ts';
import { createHttpServer, type ServerTimeouts } from './node/http-server.ts';
import { listen, stopListening, urlOf } from './node/listening.ts';
import { createNodeDigests } from './node/node-digests.ts';
import type { Platform } from './node/platform.ts';
import { openReferenceScript } from './node/reference-script.ts';
import { openStores, type Stores } from './node/stores.ts';

export { type GatewayConfig, parseConfig } from './config.ts';
export type { ServerTimeouts } from './node/http-server.ts';
export { StartError } from './node/start-error.ts';

export interface NodeGatewayOptions {
  readonly config: GatewayConfig;
  /** Default: pino to stdout, as the configuration says. */
  readonly logger?: Logger;
  /** Default: the system's. */
  readonly clock?: Clock;
  readonly timeouts?: ServerTimeouts;
}

export interface NodeGateway {
  /** Where it listens, as a base URL. */
  readonly url: string;
  /** Takes no new work, finishes what runs within the configured time, writes what was counted, closes the database. */
  close(): Promise<void>;
}

/** The clock and randomness of this process. */
export const nodePlatform: Platform = {
  clock: systemClock,
  random: (bytes) => crypto.getRandomValues(bytes),
};

/** The logger that a configuration asks for. It hides keys of the brand and of every foreign shape. */
export function createGatewayLogger({ logLevel, logFormat, keyBrand, keyShapes }: GatewayConfig): Logger {
  const foreign = keyShapes.map(({ prefix }) => new RegExp(`${prefix.replaceAll('.', '\\.')}[A-Za-z0-9._~+/=-]*`, 'g'));
  const redactor = createRedactor({ brands: [keyBrand], extra: foreign });
  return createPinoLogger({ level: logLevel, pretty: logFormat === 'pretty', redactor });
}

/**
 * Starts the gateway on Node and resolves once it listens. Throws `StartError` with a sentence for the operator, or a
 * `StorageError`.
 */
export async function startNodeGateway(options: NodeGatewayOptions): Promise<NodeGateway> {
  const stores = await openStores(options.config, nodePlatform.random);
  try {
    return await serve(stores, options);
  } catch (error) {
    await stores.storage.close();
    throw error;
  }
}

async function serve({ storage, serviceKeys }: Stores, options: NodeGatewayOptions): Promise<NodeGateway> {
  const { config, clock = nodePlatform.clock, logger = createGatewayLogger(config), timeouts } = options;
  const { random } = nodePlatform;
  const referenceScript = config.docs ? await openReferenceScript(import.meta.url) : undefined;
  let starting: Promise<Gateway>;
  const server = createHttpServer({
    fetch: async (request, info) => (await starting).fetch(request, info),
    newRequestId: () => newRequestId(random),
    ...(timeouts && { timeouts }),
  });
  const url = urlOf(config.host, await listen(server, config));
  starting = createGateway({
    ...{ storage, serviceKeys, clock, random, logger, digests: createNodeDigests() },
    config: { ...config, publicUrl: config.publicUrl ?? url },
    ...(referenceScript && { referenceScript }),
  });
  const gateway = await starting.catch((error: unknown) => {
    server.close();
    throw error;
  });
  logger.info({ url }, 'listening');

  const stop = async () => {
    gateway.drain();
    const cut = await stopListening(server, { graceMs: config.shutdownSeconds * 1_000, clock });
    await gateway.close();
    await storage.close();
    logger.info({ connectionsCut: cut }, 'stopped');
  };
  let stopped: Promise<void> | undefined;
  return { url, close: () => (stopped ??= stop()) };
}
