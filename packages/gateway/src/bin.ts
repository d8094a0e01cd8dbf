#!/usr/bin/env node
import type { GatewayConfig } from './config.ts';
import { runBin } from './node/bin-run.ts';
import { createGatewayLogger } from './node/gateway-logger.ts';
import { nodePlatform } from './node/platform.ts';
import { stopSignal } from './node/stop-signal.ts';
import { startNodeGateway } from './node.ts';

async function serve(config: GatewayConfig): Promise<void> {
  const logger = createGatewayLogger(config);
  const stopped = stopSignal({
    clock: nodePlatform.clock,
    onSignal: (listener) => process.on('SIGTERM', listener).on('SIGINT', listener),
    onImpatience: () => {
      logger.warn({}, 'stopped at once, because it was asked for again');
      process.exit(1);
    },
  });
  const gateway = await startNodeGateway({ config, logger });
  await stopped;
  logger.info({ graceSeconds: config.shutdownSeconds }, 'stopping');
  await gateway.close();
}

process.exitCode = await runBin({
  args: process.argv.slice(2),
  environment: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  platform: nodePlatform,
  serve,
});
