import type { GatewayConfig } from '../config.ts';
import { newRequestId } from '../http/middleware/request-facts.ts';
import { createKeyService, type KeyService } from '../services/key-service.ts';
import type { KeyOutput } from './key-output.ts';
import { createNodeDigests } from './node-digests.ts';
import type { Platform } from './platform.ts';
import { openStores, type Stores } from './stores.ts';

export interface BootstrapRequest {
  /** Id of the principal that the key speaks for. */
  readonly owner: string;
  readonly keyName: string;
  /** Whether to do nothing when there is any key. */
  readonly ifEmpty: boolean;
  readonly output: KeyOutput;
}

/**
 * The way in: an admin key, made by whoever holds the database and its service keys. Answers whether one was made.
 * It is audited as the act of `bootstrap`.
 */
export async function bootstrapKey(
  config: GatewayConfig,
  request: BootstrapRequest,
  platform: Platform,
): Promise<boolean> {
  const stores = await openStores(config, platform.random);
  try {
    const [any] = await stores.storage.list({}, { limit: 1, now: platform.clock.now() });
    if (request.ifEmpty && any !== undefined) return false;
    const output = await request.output.open();
    try {
      await makeKey({ config, request, platform, stores, handOver: (apiKey) => output.write(apiKey) });
    } catch (error) {
      await output.abandon();
      throw error;
    }
    return true;
  } finally {
    await stores.storage.close();
  }
}

interface Making {
  readonly config: GatewayConfig;
  readonly request: BootstrapRequest;
  readonly platform: Platform;
  readonly stores: Stores;
  readonly handOver: (apiKey: string) => Promise<void>;
}

async function makeKey(making: Making): Promise<void> {
  const { config, request, platform } = making;
  const owner = { id: request.owner, email: null, name: null };
  const [env] = config.keyEnvironments;
  const draft = { name: request.keyName, owner, env, role: 'admin', tier: 'enterprise' } as const;
  const actor = { id: 'bootstrap', address: null, requestId: newRequestId(platform.random) };
  await keyService(making).create(draft, actor);
}

function keyService({ config, stores, platform, handOver }: Making): KeyService {
  return createKeyService({
    ...platform,
    storage: stores.storage,
    peppers: stores.serviceKeys.peppers,
    digests: createNodeDigests(),
    brand: config.keyBrand,
    environments: config.keyEnvironments,
    shapes: config.keyShapes,
    handOver,
    // No process has cached a key that nobody has presented yet.
    onChange: () => undefined,
  });
}
