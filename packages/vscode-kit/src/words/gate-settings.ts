import type { PublicJwk } from '@wicketgate/contract';

/** The options of a gate, checked and with every default filled in. See `GateOptions` for what they mean. */
export interface GateSettings {
  readonly id: string;
  readonly name: string;
  /** Base URL without its last slash. Undefined: the setting `<id>.url` says it. */
  readonly url: string | undefined;
  readonly requestAccessUrl: string | undefined;
  readonly brand: string;
  readonly account: string;
  /** Id of the extension at the gateway's authorization server; undefined: people sign in with keys alone. */
  readonly clientId: string | undefined;
  readonly publicKeys: readonly PublicJwk[] | undefined;
  readonly issuer: string | undefined;
  readonly legacySettings: readonly string[];
  /** Undefined: the status bar shows no calls. */
  readonly usageSetting: string | undefined;
  /** Milliseconds. */
  readonly checkEveryMs: number;
}
