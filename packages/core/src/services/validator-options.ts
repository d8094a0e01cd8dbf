import { assertBrand, DEFAULT_BRAND, jwksSchema, type PublicJwk } from '@wicketgate/contract';
import { systemClock } from '../adapters/system-clock.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReceiptStore } from '../ports/receipt-store.ts';
import { checkWholeNumber } from '../rules/option-checks.ts';
import type { HttpClientOptions } from './http-options.ts';

export interface AuthValidatorOptions extends HttpClientOptions {
  /**
   * Brand of the gateway's own keys. Default `wg`. A text that begins with `<brand>_` must be a whole key of it, or is
   * refused without a request; about any other text the gateway is asked.
   */
  readonly brand?: string;
  /**
   * Random id of this installation, which names no person: 8 to 64 letters, digits, `_` and `-`. Receipts are bound to it.
   * Default: none, and receipts serve any installation.
   */
  readonly installId?: string;
  /** Where receipts are kept. Default: nowhere, and without the gateway nothing is valid. */
  readonly receipts?: ReceiptStore;
  /**
   * The only keys that receipts are verified with. Default: those that the gateway publishes when a receipt comes, kept
   * beside it. Pin them where whoever can write to the store must not be able to make receipts.
   */
  readonly publicKeys?: readonly PublicJwk[];
  /** The `iss` that receipts must have. Default: any that the keys have signed. */
  readonly issuer?: string;
  /** Milliseconds that `validateCached` answers a valid verdict again. 0 to 300,000, default 300,000. */
  readonly cacheMs?: number;
  /**
   * Milliseconds that `validateCached` answers an invalid verdict again, and a valid one that rests on a receipt or on a
   * degraded gateway. 0 to 30,000, default 15,000. An unavailable one is never answered again.
   */
  readonly negativeCacheMs?: number;
  /** Keys remembered by `validateCached`; the one used longest ago is forgotten first. 1 to 10,000, default 256. */
  readonly cacheSize?: number;
}

/** What of the options is the validator's own, checked and with the defaults filled in. */
export interface ValidatorSettings {
  readonly brand: string;
  readonly installId: string | undefined;
  readonly publicKeys: readonly PublicJwk[] | undefined;
  readonly cacheMs: number;
  readonly negativeCacheMs: number;
  readonly cacheSize: number;
  readonly clock: Clock;
}

/** Throws a TypeError that names the first option it cannot take. */
export function validatorSettings(options: AuthValidatorOptions): ValidatorSettings {
  const { installId, publicKeys } = options;
  if (installId !== undefined && !/^[A-Za-z0-9_-]{8,64}$/.test(installId)) {
    throw new TypeError('installId must be 8 to 64 letters, digits, "_" or "-".');
  }
  if (publicKeys !== undefined && !(jwksSchema.safeParse({ keys: publicKeys }).success && publicKeys.length > 0)) {
    throw new TypeError('publicKeys must be one or more Ed25519 public keys: kty, crv, x, kid.');
  }
  return {
    brand: assertBrand(options.brand ?? DEFAULT_BRAND),
    installId,
    publicKeys,
    cacheMs: checkWholeNumber('cacheMs', options.cacheMs ?? 300_000, { min: 0, max: 300_000 }),
    negativeCacheMs: checkWholeNumber('negativeCacheMs', options.negativeCacheMs ?? 15_000, { min: 0, max: 30_000 }),
    cacheSize: checkWholeNumber('cacheSize', options.cacheSize ?? 256, { min: 1, max: 10_000 }),
    clock: options.clock ?? systemClock,
  };
}
