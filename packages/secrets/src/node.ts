// Everything named here is public and pinned by test/pins.test.ts.
export { type AllowedProjects, createAllowedProjects } from './node/allowed-projects.ts';
export { type CommandSourceOptions, createCommandSource } from './node/command-source.ts';
export {
  type DotenvEdit,
  type DotenvFileOptions,
  editDotenvFile,
  type KeptCheck,
  writeDotenvReferences,
} from './node/dotenv-file.ts';
export { createDotenvSource, type DotenvSourceOptions } from './node/dotenv-source.ts';
export { type FernetImport, type FernetImportOptions, importFernet } from './node/fernet-import.ts';
export { createSecretFile } from './node/file/secret-file.ts';
export type {
  NewWrap,
  RecoveryPlan,
  SecretFile,
  SecretFileNotice,
  SecretFileOptions,
  SecretFileRotation,
  SecretFileSummary,
  SecretFileUnlocked,
  SecretSummary,
  SeenSecrets,
  WrappingKeys,
  WrapSummary,
} from './node/file/surface.ts';
export { createKeyring, type KeyringOptions } from './node/keyring/create-keyring.ts';
export { createKeyringSource, type KeyringSourceOptions } from './node/keyring/keyring-source.ts';
export { PROJECT_FILE_NAME, type ProjectFile, readProjectFile } from './node/project-file.ts';
export { createProgramRunner, type ProgramRunnerOptions, startFailureCode } from './node/run/program-runner.ts';
export { createFileTokenStore, type FileTokenStoreOptions } from './node/tokens/file-token-store.ts';
export { createKeyringTokenStore, type KeyringTokenStoreOptions } from './node/tokens/keyring-token-store.ts';
export { createPlainTokenStore, type PlainTokenStoreOptions } from './node/tokens/plain-token-store.ts';
export type { TokenLockOptions } from './node/tokens/token-lock.ts';
