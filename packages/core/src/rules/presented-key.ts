import { claimsBrand, MAX_CREDENTIAL_LENGTH, parseApiKey } from '@wicketgate/contract';

/** `b64token` of RFC 6750 section 2.1: anything else could not be sent, or would begin another header. */
const SENDABLE = /^[A-Za-z0-9._~+/-]+=*$/;

/** Whether a text can be presented as a key at all. */
export function isSendable(text: string): boolean {
  return text.length <= MAX_CREDENTIAL_LENGTH && SENDABLE.test(text);
}

/** Why a text cannot be a key, in a sentence, or undefined when only the gateway can tell. Costs no request. */
export function keyFlaw(text: string, brand: string): string | undefined {
  if (text === '') return 'There is no API key.';
  if (!isSendable(text)) return 'The API key holds characters that no key has, or is far too long.';
  if (!claimsBrand(text, brand)) return undefined;
  const parsed = parseApiKey(text, brand);
  if (parsed.ok) return undefined;
  return parsed.flaw === 'checksum'
    ? 'The API key is mistyped: its checksum does not fit.'
    : `The API key is not whole: keys of ${brand}_ have "live" or "test" and 48 letters and digits.`;
}
