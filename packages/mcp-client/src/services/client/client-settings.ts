import type { RandomBytes } from '@wicketgate/contract';
import { type Clock, type Logger, systemClock, systemRandom } from '@wicketgate/core';
import { systemServerFetch } from '../../adapters/system-server-fetch.ts';
import type { CatalogStore } from '../../ports/catalog-store.ts';
import type { NegotiationStore } from '../../ports/negotiation-store.ts';
import type { PinStore } from '../../ports/pin-store.ts';
import { checkOneOf, checkWholeNumber } from '../../rules/option-checks.ts';
import { compilePolicy, type ToolJudge } from '../../rules/policy/compile-policy.ts';
import type { ResultLimits } from '../../rules/result/cut-result.ts';
import type { ApprovalHook } from '../../words/client-results.ts';
import type { ServerFetch } from '../../words/credential.ts';
import { type Pinning, PINNING_MODES } from '../../words/pinning.ts';
import type { ResultBudget } from '../../words/result-budget.ts';
import { createMemoryCatalogStore, createMemoryPinStore } from '../memory-stores.ts';
import { type MCPToolClientOptions, RESULT_CHECKS, type ResultCheck } from './client-options.ts';
import type { ResultShelfLimits } from './result-shelf.ts';

export const MAX_DEADLINE_MS = 10 * 60_000;
export const MAX_CALL_MS = 24 * 60 * 60_000;
const MB = 2 ** 20;

/** Options of the client that have been checked, with every default filled in. */
export interface ClientSettings {
  readonly stdio: MCPToolClientOptions['stdio'];
  readonly clientInfo: MCPToolClientOptions['clientInfo'];
  readonly handlers: MCPToolClientOptions['handlers'];
  readonly wordTable: MCPToolClientOptions['wordTable'];
  readonly tracing: MCPToolClientOptions['tracing'];
  readonly judge: ToolJudge;
  readonly approve: ApprovalHook | undefined;
  readonly pinning: Pinning;
  readonly results: ResultLimits & ResultShelfLimits;
  readonly validateResults: ResultCheck;
  readonly limits: CallLimits;
  readonly catalogStore: CatalogStore;
  readonly pinStore: PinStore;
  readonly negotiationStore: NegotiationStore | undefined;
  readonly fetch: ServerFetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger | undefined;
}

export interface CallLimits {
  readonly deadlineMs: number;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly retries: number;
}

/** Fills in the defaults. Throws a TypeError that names the first option it cannot take. */
export function clientSettings(options: MCPToolClientOptions): ClientSettings {
  const { stdio, clientInfo, handlers, wordTable, tracing, approve, negotiationStore, logger } = options;
  if (approve !== undefined && typeof approve !== 'function') throw new TypeError('approve must be a function.');
  return {
    ...{ stdio, clientInfo, handlers, wordTable, tracing, approve, negotiationStore, logger },
    judge: compilePolicy(options.tools, { name: 'tools', server: undefined }),
    pinning: checkOneOf('pinning', options.pinning ?? 'report', PINNING_MODES),
    results: resultLimits(options.results ?? {}),
    validateResults: checkOneOf('validateResults', options.validateResults ?? 'error', RESULT_CHECKS),
    limits: {
      deadlineMs: checkWholeNumber('deadlineMs', options.deadlineMs ?? 30_000, { min: 1, max: MAX_DEADLINE_MS }),
      timeoutMs: checkWholeNumber('timeoutMs', options.timeoutMs ?? 60_000, { min: 1, max: MAX_CALL_MS }),
      totalTimeoutMs: checkWholeNumber('totalTimeoutMs', options.totalTimeoutMs ?? 600_000, {
        min: 1,
        max: MAX_CALL_MS,
      }),
      retries: checkWholeNumber('retries', options.retries ?? 2, { min: 0, max: 10 }),
    },
    catalogStore: options.catalogStore ?? createMemoryCatalogStore(),
    pinStore: options.pinStore ?? createMemoryPinStore(),
    fetch: options.fetch ?? systemServerFetch(),
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
  };
}

function resultLimits(budget: ResultBudget): ResultLimits & ResultShelfLimits {
  const { textBytes = 65_536, blockBytes = MB, keptBytes = 32 * MB, keptResults = 100 } = budget;
  return {
    textBytes: checkWholeNumber('results.textBytes', textBytes, { min: 1_024, max: 16 * MB }),
    blockBytes: checkWholeNumber('results.blockBytes', blockBytes, { min: 0, max: 16 * MB }),
    keptBytes: checkWholeNumber('results.keptBytes', keptBytes, { min: 0, max: 1_024 * MB }),
    keptResults: checkWholeNumber('results.keptResults', keptResults, { min: 0, max: 10_000 }),
  };
}
