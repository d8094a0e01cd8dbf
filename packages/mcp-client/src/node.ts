// Everything named here is public and pinned by test/pins.test.ts.
export type { ConnectorSettings } from './adapters/sdk/connector-settings.ts';
export {
  type FoundFile,
  readServerConfig,
  type ServerConfig,
  type ServerConfigFile,
  type ServerConfigOptions,
  type ShadowedServer,
} from './node/config-files.ts';
export { openFileCatalogStore } from './node/file-catalog-store.ts';
export { type FileStoreOptions, openFileNegotiationStore } from './node/file-negotiation-store.ts';
export { openFilePinStore } from './node/file-pin-store.ts';
export {
  createGuardedFetch,
  type GuardedFetch,
  type GuardedFetchOptions,
  type Resolver,
} from './node/guarded-fetch.ts';
export type { ProxySettings } from './node/through-proxy.ts';
export { ServerProcessError } from './node/process-end.ts';
export { stdioConnector, type StdioSettings } from './node/stdio-connector.ts';
export { readWordTable } from './node/word-table-file.ts';
