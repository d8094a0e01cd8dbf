import {
  type JsonObject,
  MCPToolClient,
  type Pinning,
  type ResultBudget,
  type ServerFetch,
  type ServerSpec,
  type ToolPolicy,
} from '@wicketgate/mcp-client';
import {
  openFileCatalogStore,
  openFileNegotiationStore,
  openFilePinStore,
  stdioConnector,
} from '@wicketgate/mcp-client/node';
import type { Logger } from '@wicketgate/core';
import { warningText } from '../rules/warning-text.ts';
import type { CliIo } from '../words/io.ts';
import { version } from '../words/version.ts';

export interface ToolClientOptions {
  /** In the order of all lists. */
  readonly servers: readonly { readonly id: string; readonly spec: ServerSpec }[];
  /** Where catalogs, agreements and approvals are kept. */
  readonly folder: string;
  /** Milliseconds to connect, and of a call without progress. Default: the client's. */
  readonly timeoutMs: number | undefined;
  readonly tools?: ToolPolicy | undefined;
  /** For every tool that has a parameter of such a name. */
  readonly defaultArguments?: JsonObject | undefined;
  /** How much of a result is shown. Default: all that memory can hold, and nothing is kept. */
  readonly results?: ResultBudget | undefined;
  /** Reaches servers at addresses. */
  readonly fetch: ServerFetch;
  /** Something does not work that no answer depends on, in a sentence. */
  readonly onWarning: (sentence: string) => void;
}

/** Set for every program that is started, so that a bridge that starts itself notices. */
export const STARTED_BY_US = 'WICKETGATE_MCP_STARTED';

/** Somebody reads the result whole, or a program does: it is cut only where no memory could hold it. */
const RESULTS: ResultBudget = { textBytes: 16_777_216, blockBytes: 16_777_216, keptBytes: 0, keptResults: 0 };

/** A tool that changed since it was approved is held: its description is read by models. New ones are listed as they come. */
const PINNING: Pinning = 'hold-changed';

/** Ends programs and connections when it is closed. */
export function openToolClient(io: Pick<CliIo, 'clock' | 'random'>, options: ToolClientOptions): MCPToolClient {
  const { clock, random } = io;
  const { servers, folder, timeoutMs, tools, defaultArguments, results = RESULTS, fetch, onWarning } = options;
  const logger = loggerFor(onWarning);
  const clientInfo = { name: 'wicketgate-cli', version };
  const specs = servers.map(({ id, spec }) => [id, { ...marked(spec), ...(defaultArguments && { defaultArguments }) }]);
  return new MCPToolClient({
    servers: Object.fromEntries(specs) as Record<string, ServerSpec>,
    stdio: stdioConnector,
    clientInfo,
    tools,
    pinning: PINNING,
    results,
    ...(timeoutMs !== undefined && { deadlineMs: timeoutMs, timeoutMs }),
    catalogStore: openFileCatalogStore({ folder, logger }),
    negotiationStore: openFileNegotiationStore({ folder, logger }),
    pinStore: openFilePinStore({ folder }),
    fetch,
    clock,
    random,
    logger,
  });
}

function marked(spec: ServerSpec): ServerSpec {
  return 'command' in spec ? { ...spec, env: { ...spec.env, [STARTED_BY_US]: '1' } } : spec;
}

function loggerFor(onWarning: (sentence: string) => void): Logger {
  const warn: Logger['warn'] = (fields, message) => {
    onWarning(warningText(fields, message));
  };
  return { debug: () => undefined, info: () => undefined, warn, error: warn };
}
