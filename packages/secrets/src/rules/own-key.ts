const OWN_KEY = /^WICKETGATE_(?:MASTER_KEY|AGE_IDENTITY|PASSPHRASE)/i;

/**
 * Whether a variable of this name opens our own files. It is nobody's secret: a project that could name it, or call one of
 * its own secrets so, would have its program handed the key to all of them.
 */
export function isOwnKey(name: string): boolean {
  return OWN_KEY.test(name);
}
