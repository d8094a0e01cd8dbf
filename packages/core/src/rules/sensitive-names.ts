const SENSITIVE =
  /(?:authorization|cookie|token|jwt|sessionid|password|passwd|pwd|passphrase|passcode|secret|credential|pepper|seed|(?:api|access|secret|private|signing|master|encryption|data|shared)key)s?$/;

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
