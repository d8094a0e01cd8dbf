import { createRedactor, type Logger } from '@wicketgate/core';
import { createPinoLogger } from '@wicketgate/core/node';
import type { GatewayConfig } from '../config.ts';

type LogConfig = Pick<GatewayConfig, 'logLevel' | 'logFormat' | 'keyBrand' | 'keyShapes'>;

/** The logger that a configuration asks for, to stdout. It hides keys of the brand and of every foreign shape. */
export function createGatewayLogger({ logLevel, logFormat, keyBrand, keyShapes }: LogConfig): Logger {
  const foreign = keyShapes.map(({ prefix }) => new RegExp(`${prefix.replaceAll('.', '\\.')}[A-Za-z0-9._~+/=-]*`, 'g'));
  const redactor = createRedactor({ brands: [keyBrand], extra: foreign });
  return createPinoLogger({ level: logLevel, pretty: logFormat === 'pretty', redactor });
}
