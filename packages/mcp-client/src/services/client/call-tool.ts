import type { WireResult } from '../../ports/server-connection.ts';
import type { CallFacts } from '../../ports/tracing.ts';
import { unlessAborted } from '../../rules/auth/shared-work.ts';
import { withDefaults } from '../../rules/catalog/default-arguments.ts';
import type { KnownTool } from '../../rules/catalog/snapshot.ts';
import { shownAddress } from '../../rules/config-files/server-address.ts';
import { cutNotice } from '../../rules/result/cut-notice.ts';
import { cutResult, isSmall } from '../../rules/result/cut-result.ts';
import type { ApprovalQuestion } from '../../words/client-results.ts';
import { McpError } from '../../words/errors.ts';
import type { CallOptions, ClientEvent, ToolResult } from '../../words/tool-client.ts';
import type { CatalogTool, JsonObject } from '../../words/tool.ts';
import type { SessionResult, SessionRetry } from '../session/server-session.ts';
import type { ClientSettings } from './client-settings.ts';
import { aboutTool } from './error-of-tool.ts';
import type { ResultChecks } from './result-checks.ts';
import type { ResultShelf } from './result-shelf.ts';
import type { ServerEntry } from './server-entry.ts';

export interface FoundCall {
  readonly entry: ServerEntry;
  readonly known: KnownTool;
}

type CallNotes = Pick<ToolResult, 'durationMs' | 'attempts' | 'unchecked'>;

export interface ToolCallerOptions {
  readonly settings: ClientSettings;
  readonly shelf: ResultShelf;
  readonly checks: ResultChecks;
  readonly tell: (event: ClientEvent) => void;
}

/** Calls tools that were found: asks whoever decides, sends, checks and cuts. */
export class ToolCaller {
  readonly #options: ToolCallerOptions;
  /** Hashes of tools that need not be asked about any more, by server: another one under the same id is asked about. */
  readonly #allowedAlways = new WeakMap<ServerEntry, Set<string>>();
  readonly #closing = new AbortController();

  constructor(options: ToolCallerOptions) {
    this.#options = options;
  }

  /** Throws an `McpError`, which names the tool. */
  async call(found: FoundCall, given: JsonObject, options: CallOptions): Promise<ToolResult> {
    const { clock } = this.#options.settings;
    const { tool } = found.known;
    const startedAt = clock.now();
    try {
      assertCallable(found.known);
      const { defaultArguments: all, toolArguments: byTool } = found.entry.spec;
      const args = withDefaults(given, tool, { all, byTool });
      if (this.#options.settings.approve !== undefined) {
        await this.#ask(found, args, options.signal);
        // Whoever decides takes his time: the tool must still be what he was shown.
        assertUnchanged(found);
      }
      const { result, attempts } = await this.#send(found, args, options);
      const unchecked = this.#options.checks.check(tool, result);
      const durationMs = clock.now() - startedAt;
      const answer = this.#answer(tool, result, { durationMs, attempts, ...(unchecked && { unchecked }) });
      const outcome = answer.isError ? 'tool_error' : 'ok';
      this.#options.tell({ kind: 'call', tool: tool.id, outcome, durationMs, error: undefined });
      return answer;
    } catch (cause) {
      const error = aboutTool(cause, tool, options.signal);
      const durationMs = clock.now() - startedAt;
      this.#options.tell({ kind: 'call', tool: tool.id, outcome: 'failed', durationMs, error });
      throw error;
    }
  }

  /** Ends the calls that wait for somebody's yes. */
  close(): void {
    this.#closing.abort(new McpError('closed', 'The client was closed.'));
  }

  #send({ entry, known }: FoundCall, args: JsonObject, options: CallOptions): Promise<SessionResult> {
    const { tool, isSafeToRepeat } = known;
    const { timeoutMs, totalTimeoutMs, signal, onProgress } = options;
    const onRetry = ({ attempt, delayMs, error }: SessionRetry) => {
      this.#options.tell({ kind: 'retry', tool: tool.id, attempt, delayMs, error });
    };
    const how = { safeToRepeat: isSafeToRepeat, timeoutMs, totalTimeoutMs, signal, onProgress, onRetry };
    const call = { name: tool.name, arguments: args, definition: tool };
    const { tracing } = this.#options.settings;
    if (tracing === undefined) return entry.session.call(call, how);
    return tracing.call(factsOf(entry, tool), (meta) => entry.session.call({ ...call, meta }, how));
  }

  /** Fails closed: what is no clear yes is a no. */
  async #ask({ entry, known: { tool } }: FoundCall, args: JsonObject, signal: AbortSignal | undefined): Promise<void> {
    if (this.#allowedAlways.get(entry)?.has(tool.hash)) return;
    signal?.throwIfAborted();
    this.#closing.signal.throwIfAborted();
    const ended = new AbortController();
    const question = { tool: tool.id, arguments: args, annotations: tool.annotations, signal: ended.signal };
    const asked = unlessAborted(this.#decision(question), this.#closing.signal);
    const answer = await (signal === undefined ? asked : unlessAborted(asked, signal)).catch((error: unknown) => {
      ended.abort(error);
      throw error;
    });
    if (answer === 'allow_always') this.#allowAlways(entry, tool.hash);
    else if (answer !== 'allow')
      throw new McpError('approval_denied', 'The call was not approved, so it was not made.');
  }

  #allowAlways(entry: ServerEntry, hash: string): void {
    const allowed = this.#allowedAlways.get(entry) ?? new Set();
    this.#allowedAlways.set(entry, allowed.add(hash));
  }

  async #decision(question: ApprovalQuestion): Promise<unknown> {
    try {
      return await this.#options.settings.approve?.(question);
    } catch (cause) {
      throw new McpError('approval_denied', 'Whoever decides about calls failed, so the call was not made.', { cause });
    }
  }

  #answer(tool: CatalogTool, result: WireResult, facts: CallNotes): ToolResult {
    const { content, structuredContent } = result;
    const plain = { tool: tool.id, content, structuredContent, isError: result.isError === true };
    const { results } = this.#options.settings;
    const cut = isSmall(result, results) ? undefined : cutResult(result, results);
    if (cut === undefined) return { ...plain, truncated: undefined, ...facts };
    const { bytes, keptBytes } = cut;
    const uri = this.#options.shelf.put(plain, bytes);
    return {
      ...plain,
      content: [...cut.content, ...cutNotice(cut, uri)],
      structuredContent: cut.structuredContent,
      truncated: { bytes, keptBytes, uri },
      ...facts,
    };
  }
}

function factsOf({ id, spec, transport, session }: ServerEntry, { name }: CatalogTool): CallFacts {
  const protocolVersion = () => session.report().negotiated?.protocolVersion;
  return {
    server: id,
    tool: name,
    transport,
    url: 'url' in spec ? shownAddress(spec.url) : undefined,
    protocolVersion,
  };
}

function assertUnchanged({ entry, known }: FoundCall): void {
  const now = entry.catalog.snapshot?.known.get(known.tool.name);
  if (now?.tool.hash === known.tool.hash) assertCallable(now);
  else throw new McpError('tool_held', 'The tool changed while its call was being approved, so the call was not made.');
}

function assertCallable({ tool, isAllowed }: KnownTool): void {
  if (!isAllowed) throw new McpError('tool_not_allowed', 'The policy of this client does not allow the tool.');
  if (tool.state !== 'held') return;
  throw new McpError('tool_held', 'The tool is new or not as it was approved: look at the difference and approve it.');
}
