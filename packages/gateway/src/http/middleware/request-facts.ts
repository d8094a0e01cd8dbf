import type { RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import type { MiddlewareHandler } from 'hono';
import { toHex } from '../../domain/encoding.ts';
import type { KeyMasker } from '../../domain/key-masking.ts';
import { clientAddress, type TrustedProxies } from '../client-address.ts';
import type { GatewayEnv } from '../gateway-env.ts';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

export interface RequestFactsParts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Finds keys in texts. */
  readonly mask: KeyMasker;
  readonly trustedProxies: TrustedProxies;
}

/** Settles what every later step asks of a request: its id, its one instant, its client. */
export function requestFacts(parts: RequestFactsParts): MiddlewareHandler<GatewayEnv> {
  const { clock, random, mask, trustedProxies } = parts;
  return async (c, next) => {
    const offered = c.req.header('x-request-id');
    // An id is logged, stored and sent back: a key that somebody put there must not be.
    const fits = offered !== undefined && REQUEST_ID.test(offered) && mask(offered) === offered;
    const requestId = fits ? offered : newRequestId(random);
    c.set('requestId', requestId);
    c.set('now', clock.now());
    c.set('address', clientAddress(c.env.address, c.req.header('x-forwarded-for') ?? null, trustedProxies));
    c.header('x-request-id', requestId);
    await next();
  };
}

/** 128 random bits in hexadecimal. */
export function newRequestId(random: RandomBytes): string {
  return toHex(random(new Uint8Array(16)));
}
