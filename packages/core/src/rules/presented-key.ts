import {
  claimsBrand,
  DEFAULT_BRAND,
  looksLikeAccessToken,
  MAX_CREDENTIAL_LENGTH,
  parseApiKey,
} from '@wicketgate/contract';

/** `b64token` of RFC 6750 section 2.1: anything else could not be sent, or would begin another header. */
const SENDABLE = /^[A-Za-z0-9._~+/-]+=*$/;

/**
 * Why a text cannot be a key: there is none, it holds characters that no key has or is far too long, it begins like a key
 * of the brand and is no whole one, or it is mistyped.
 */
export type KeyEntryFlaw = 'empty' | 'unsendable' | 'incomplete' | 'checksum';

/** Whether a text can be presented at all, as a key or as an access token. */
export function isSendable(text: string): boolean {
  return looksLikeAccessToken(text) || couldBeKey(text);
}

/**
 * Why a text cannot be a key, or undefined when only the gateway can tell. White space around it does not matter. Costs no
 * request. Default brand `wg`. An access token is no key: pasted for one, it would open for minutes and then never again.
 */
export function findKeyEntryFlaw(text: string, brand: string = DEFAULT_BRAND): KeyEntryFlaw | undefined {
  const key = text.trim();
  if (key === '') return 'empty';
  if (!couldBeKey(key) || looksLikeAccessToken(key)) return 'unsendable';
  if (!claimsBrand(key, brand)) return undefined;
  const parsed = parseApiKey(key, brand);
  if (parsed.ok) return undefined;
  return parsed.flaw === 'checksum' ? 'checksum' : 'incomplete';
}

function couldBeKey(text: string): boolean {
  return text.length <= MAX_CREDENTIAL_LENGTH && SENDABLE.test(text);
}

/** What is wrong with a key, in a sentence. */
export function flawMessage(flaw: KeyEntryFlaw, brand: string): string {
  switch (flaw) {
    case 'empty':
      return 'There is no API key.';
    case 'unsendable':
      return 'The API key holds characters that no key has, or is far too long.';
    case 'checksum':
      return 'The API key is mistyped: its checksum does not fit.';
    case 'incomplete':
      return `The API key is not whole: keys of ${brand}_ have "live" or "test" and 48 letters and digits.`;
  }
}
