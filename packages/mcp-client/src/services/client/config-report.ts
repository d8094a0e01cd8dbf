import { shownAddress } from '../../rules/config-files/server-address.ts';
import type { Pinning } from '../../words/pinning.ts';
import type { ServerReport } from '../../words/tool-client.ts';
import type { ResultCheck, ServerSpec } from './client-options.ts';
import type { CallLimits, ClientSettings } from './client-settings.ts';
import type { ServerEntry } from './server-entry.ts';

/** One server's options as they may be shown: no value of a header, a variable, an argument or a query. */
export interface ServerConfigReport {
  readonly id: string;
  readonly transport: ServerReport['transport'];
  /** Without its query. Of addresses alone. */
  readonly url: string | undefined;
  /** Of processes alone. */
  readonly command: string | undefined;
  /** Names of its headers. */
  readonly headers: readonly string[];
  /** Names of its variables. */
  readonly env: readonly string[];
  readonly hasCredential: boolean;
}

/** The options of a client as they may be shown, with every default filled in. */
export interface ConfigReport extends CallLimits {
  readonly servers: readonly ServerConfigReport[];
  readonly pinning: Pinning;
  readonly validateResults: ResultCheck;
  readonly results: ClientSettings['results'];
}

export function describeConfig(entries: readonly ServerEntry[], settings: ClientSettings): ConfigReport {
  const { limits, pinning, validateResults, results } = settings;
  return { ...limits, pinning, validateResults, results, servers: entries.map(describeServer) };
}

function describeServer({ id, spec, transport }: ServerEntry): ServerConfigReport {
  return {
    ...{ id, transport },
    url: 'url' in spec ? shownAddress(spec.url) : undefined,
    command: 'command' in spec ? spec.command : undefined,
    headers: 'headers' in spec ? Object.keys(spec.headers ?? {}) : [],
    env: 'env' in spec ? Object.keys(spec.env ?? {}) : [],
    hasCredential: hasCredential(spec),
  };
}

function hasCredential(spec: ServerSpec): boolean {
  return 'credential' in spec && spec.credential !== undefined;
}
