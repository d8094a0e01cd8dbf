import { parseBaseUrl } from '@wicketgate/core';

export type GatewayAddress =
  | {
      readonly ok: true;
      /** Base URL without its last slash. */
      readonly url: string;
      /** What a key belongs to: a changed origin never gets the key of the old one. */
      readonly origin: string;
    }
  | { readonly ok: false; readonly why: 'noUrl' | 'badUrl' };

/** Reads the address of a gateway from a setting or a form. White space around it does not matter. */
export function gatewayAddress(value: unknown): GatewayAddress {
  if (value === undefined || value === null) return { ok: false, why: 'noUrl' };
  if (typeof value !== 'string') return { ok: false, why: 'badUrl' };
  const text = value.trim();
  if (text === '') return { ok: false, why: 'noUrl' };
  try {
    const url = parseBaseUrl(text);
    return { ok: true, url, origin: new URL(url).origin };
  } catch {
    return { ok: false, why: 'badUrl' };
  }
}
