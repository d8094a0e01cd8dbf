import { keyPattern, type RandomBytes } from '@wicketgate/contract';
import type { Clock } from '@wicketgate/core';
import type { MiddlewareHandler } from 'hono';
import { clientAddress, type TrustedProxies } from '../client-address.ts';
import type { GatewayEnv } from '../gateway-env.ts';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

export interface RequestFactsParts {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly brand: string;
  readonly trustedProxies: TrustedProxies;
}

/** Settles what every later step asks of a request: its id, its one instant, its client. */
export function requestFacts({ clock, random, brand, trustedProxies }: RequestFactsParts): MiddlewareHandler<GatewayEnv> {
  const key = keyPattern(brand);
  return async (c, next) => {
    const offered = c.req.header('x-request-id');
    // An id is logged, stored and sent back: a key that somebody put there must not be.
    const fits = offered !== undefined && REQUEST_ID.test(offered) && offered.search(key) === -1;
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
  return Array.from(random(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
