// Everything named here is public and pinned by test/pins.test.ts.
export type { Keyring, KeyringReport } from './ports/keyring.ts';
export { SECRETS_ERROR_CODES, SecretsError, type SecretsErrorCode, type SecretsErrorDetails } from './words/errors.ts';
export type { ExplainedPlace, Finding, Provenance, SecretListing, SkippedSource } from './words/found.ts';
export type { SecretProbe, SecretSpec } from './words/spec.ts';
