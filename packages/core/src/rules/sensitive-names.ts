const SENSITIVE =
  /(?:authorization|cookie|apikey|token|password|passwd|passphrase|secret|credential|privatekey|signingkey|masterkey|encryptionkey|pepper|seed)s?$/;

/** Whether a member, header or parameter of this name holds a secret: `X-API-Key`, `refreshToken`, `client_secret`. */
export function isSensitiveName(name: string): boolean {
  return SENSITIVE.test(plain(name));
}

/** Names that end in "tokens" count language-model tokens as often as they hold credentials. */
export function mayBeCount(name: string): boolean {
  return plain(name).endsWith('tokens');
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
