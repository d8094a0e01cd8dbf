import type { SecretListing, SecretSpec } from '@wicketgate/secrets';

/** A spec with what a test does not care about filled in. */
export function specOf(name: string, members: Partial<SecretSpec> = {}): SecretSpec {
  return { name, aliases: [], scopes: [], required: true, from: 'built-in', ...members };
}

/** A listing of a secret that is not set, but for what the test says. */
export function listingOf(name: string, members: Partial<SecretListing> = {}): SecretListing {
  return { name, isSet: false, required: true, shadowed: [], ...members };
}
