import type { RandomBytes } from '@wicketgate/contract';
import { type Clock, systemClock, systemRandom } from '@wicketgate/core';
import { checkWholeNumber } from '../rules/option-checks.ts';
import type { ToolsHandlerOptions } from '../words/tools-handler.ts';

/** Options with their defaults, checked. */
export interface HandlerSettings extends Pick<ToolsHandlerOptions, 'client' | 'loader' | 'authorize' | 'logger'> {
  readonly path: string;
  readonly challenge: string;
  readonly bodyBytes: number;
  readonly listWithinMs: number;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

const DEFAULTS = { path: '/tools', challenge: 'Bearer', bodyBytes: 1_048_576, listWithinMs: 3_000 } as const;

/** Throws a TypeError that names the option. */
export function handlerSettings(options: ToolsHandlerOptions): HandlerSettings {
  const { client, loader, authorize, logger, challenge = DEFAULTS.challenge } = options;
  // Without types this could be forgotten, and everybody could call everything.
  if (typeof authorize !== 'function') throw new TypeError('authorize must be a function.');
  if (!/^[\t\u0020-\u007e]+$/.test(challenge)) throw new TypeError('challenge must be one line of ASCII.');
  const bodyBytes = options.bodyBytes ?? DEFAULTS.bodyBytes;
  const listWithinMs = options.listWithinMs ?? DEFAULTS.listWithinMs;
  return {
    client,
    loader,
    authorize,
    logger,
    challenge,
    path: checkPath(options.path ?? DEFAULTS.path),
    bodyBytes: checkWholeNumber('bodyBytes', bodyBytes, { min: 1_024, max: 16_777_216 }),
    listWithinMs: checkWholeNumber('listWithinMs', listWithinMs, { min: 1, max: 600_000 }),
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
  };
}

function checkPath(path: string): string {
  if (/^(?:\/[A-Za-z0-9._~-]+)+$/.test(path)) return path;
  throw new TypeError('path must begin with a slash, not end with one, and need no escapes.');
}
