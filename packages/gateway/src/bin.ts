#!/usr/bin/env node
import type { GatewayConfig } from './config.ts';
import { runBin } from './node/bin-run.ts';
import { createGatewayLogger } from './node/gateway-logger.ts';
import { nodePlatform } from './node/platform.ts';
import { startNodeGateway } from './node.ts';

/** A supervisor that signals the whole group, and a parent that passes signals on, deliver one wish twice. */
const SAME_WISH_MS = 500;

/** Resolves when the process is told to stop; a second time ends it at once. */
function stopSignal(onSecond: () => void): Promise<void> {
  return new Promise((resolve) => {
    let told = Infinity;
    const onSignal = () => {
      const now = performance.now();
      if (now - told >= SAME_WISH_MS) onSecond();
      told = Math.min(told, now);
      resolve();
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}

async function serve(config: GatewayConfig): Promise<void> {
  const logger = createGatewayLogger(config);
  const stopped = stopSignal(() => {
    logger.warn({}, 'stopped at once, because it was asked for twice');
    process.exit(1);
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
