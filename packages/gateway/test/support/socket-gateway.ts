import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GatewayConfig, parseConfig } from '../../src/config.ts';
import { bootstrapKey } from '../../src/node/bootstrap.ts';
import { nodePlatform } from '../../src/node/platform.ts';
import { type NodeGatewayOptions, startNodeGateway } from '../../src/node.ts';

export interface SocketGateway {
  readonly url: string;
  readonly adminKey: string;
  readonly folder: string;
  /** Stops the gateway and leaves its folder. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The gateway on a free port of 127.0.0.1, with its database in a folder of its own. */
export async function startSocketGateway(
  environment: Readonly<Record<string, string>> = {},
  options: Partial<NodeGatewayOptions> = {},
): Promise<SocketGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'wicketgate-test-'));
  const config = configOf({ WICKETGATE_PORT: '0', WICKETGATE_DATA_DIR: folder, ...environment });
  const adminKey = await bootstrapForTest(config);
  const gateway = await startNodeGateway({ config, logger: SILENT, ...options });
  return {
    ...{ url: gateway.url, adminKey, folder },
    stop: () => gateway.close(),
    close: async () => {
      await gateway.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function configOf(environment: Readonly<Record<string, string>>): GatewayConfig {
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
  return parsed.config;
}

async function bootstrapForTest(config: GatewayConfig): Promise<string> {
  let written = '';
  const write = (key: string) => {
    written = key;
    return Promise.resolve();
  };
  const output = { open: () => Promise.resolve({ write, abandon: () => Promise.resolve() }) };
  await bootstrapKey(config, { owner: 'operator', keyName: 'test', ifEmpty: true, output }, nodePlatform);
  return written;
}
