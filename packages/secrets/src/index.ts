// Everything named here is public and pinned by test/pins.test.ts.
export { createDefaultSource } from './adapters/default-source.ts';
export { createEnvironmentSource } from './adapters/environment-source.ts';
export { createExplicitSource } from './adapters/explicit-source.ts';
export type { Keyring, KeyringReport } from './ports/keyring.ts';
export type { ProgramRequest, ProgramRunner } from './ports/program-runner.ts';
export { BUILTIN_SPECS } from './rules/builtin-specs.ts';
export { checkVariableName } from './rules/child-environment.ts';
export { type DotenvDoubt, findDotenvDoubts } from './rules/dotenv-doubts.ts';
export { formatDotenv, parseDotenv } from './rules/dotenv-text.ts';
export { projectPowers, projectSpecs, type ProjectSpecsOptions } from './rules/project-specs.ts';
export { checkSecretName } from './rules/secret-name.ts';
export { checkSecretValue } from './rules/secret-value.ts';
export { fitsPattern } from './rules/spec-pattern.ts';
export {
  createEnvelope,
  type Envelope,
  type EnvelopeKey,
  type EnvelopeOptions,
  type SealedPlace,
} from './services/envelope.ts';
export type { SecretAccess, SecretManagerOptions } from './services/manager-options.ts';
export {
  reencrypt,
  type ReencryptCounts,
  type ReencryptFailure,
  type ReencryptOptions,
  type ReencryptReport,
  type SealedRow,
} from './services/reencrypt.ts';
export { type SecretCallOptions, SecretManager } from './services/secret-manager.ts';
export { SECRETS_ERROR_CODES, SecretsError, type SecretsErrorCode, type SecretsErrorDetails } from './words/errors.ts';
export type { ExplainedPlace, Finding, Provenance, SecretListing, SkippedSource } from './words/found.ts';
export type { ProbeDoubt, ProbeResult } from './words/probe-result.ts';
export type { ProjectDocument, ProjectSecret } from './words/project-document.ts';
export type { SecretProbe, SecretSpec, SpecPower } from './words/spec.ts';
