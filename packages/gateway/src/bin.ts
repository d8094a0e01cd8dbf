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

/** A pipe that broke or a disk that is full is the writer's to see; without a listener it would end the process. */
function put(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.once('error', reject);
    process.stdout.write(text, (error) => {
      if (error) return;
      process.stdout.off('error', reject);
      resolve();
    });
  });
}

process.exitCode = await runBin({
  args: process.argv.slice(2),
  environment: process.env,
  out: put,
  err: (text) => process.stderr.write(text),
  platform: nodePlatform,
  serve,
});
