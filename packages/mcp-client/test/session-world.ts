import { createFakeClock, createSeededRandom, type FakeClock } from '@wicketgate/testing';
import { expect, onTestFinished } from 'vitest';
import { httpConnector } from '../src/adapters/sdk/http-connector.ts';
import type { ConnectorSettings } from '../src/adapters/sdk/connector-settings.ts';
import type { Connector, WireCall } from '../src/ports/server-connection.ts';
import { createServerSession } from '../src/services/session/create-session.ts';
import type { ServerSession, SessionCallOptions, SessionResult } from '../src/services/session/server-session.ts';
import type { ServerSessionOptions } from '../src/services/session/session-options.ts';
import { McpError } from '../src/words/errors.ts';
import { type HttpHost, type HttpHostOptions, startHttpHost } from './mcp-servers/http-host.ts';
import { createToolRecord, createToolServer, type ToolRecord } from './mcp-servers/tool-server.ts';

export interface SessionWorld {
  readonly host: HttpHost;
  readonly record: ToolRecord;
  readonly clock: FakeClock;
  /** A session with the host; closed after the test. */
  readonly session: (options?: SessionSettings) => ServerSession;
}

export interface SessionSettings extends Partial<Omit<ServerSessionOptions, 'clock'>> {
  readonly connecting?: Partial<ConnectorSettings>;
  readonly fetch?: typeof fetch;
}

/** A server on a socket, stopped after the test, and sessions with it by a clock that the test turns. */
export async function sessionWorld(options: Partial<HttpHostOptions> = {}): Promise<SessionWorld> {
  const record = createToolRecord();
  const clock = createFakeClock();
  const host = await startHttpHost({ era: 'modern', server: () => createToolServer(record), ...options });
  onTestFinished(() => host.stop());
  const session = ({ connecting, fetch: fetching = fetch, ...rest }: SessionSettings = {}) => {
    const random = createSeededRandom();
    const server = { url: host.url };
    const connector = httpConnector({
      server,
      fetch: (url, init) => fetching(url, init),
      clock,
      random,
      ...connecting,
    });
    return createTestSession({ connector, random, ...rest, clock });
  };
  return { host, record, clock, session };
}

/** A session that is closed after the test. */
export function createTestSession(
  options: Partial<ServerSessionOptions> & { readonly connector: Connector; readonly clock: FakeClock },
): ServerSession {
  const session = createServerSession({ id: 'hub', random: createSeededRandom(), ...options });
  onTestFinished(() => session.close());
  return session;
}

/** Calls a tool that nobody knows to be safe. */
export function call(
  session: ServerSession,
  name: string,
  options: Partial<SessionCallOptions> & { readonly arguments?: WireCall['arguments'] } = {},
): Promise<SessionResult> {
  const { arguments: args = {}, ...rest } = options;
  return session.call({ name, arguments: args, definition: undefined }, { safeToRepeat: false, ...rest });
}

/** Calls one that is safe to repeat. */
export function read(
  session: ServerSession,
  name = 'echo',
  options: Partial<SessionCallOptions> = {},
): Promise<SessionResult> {
  return call(session, name, { safeToRepeat: true, ...options });
}

export async function failureOf(work: Promise<unknown>): Promise<McpError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!McpError.isInstance(error)) throw new Error(`Expected an McpError, and got ${String(error)}.`, { cause: error });
  return error;
}

/** Waits for what real sockets and processes bring about. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(condition, { timeout: 10_000, interval: 5 }).toBe(true);
}

/** Turns the clock until the work settles: real sockets need turns of their own in between. */
export async function turnUntil<Value>(clock: FakeClock, work: Promise<Value>, stepMs = 1_000): Promise<Value> {
  const state = { isSettled: false };
  const done = () => {
    state.isSettled = true;
  };
  work.then(done, done);
  while (!state.isSettled) await clock.advance(stepMs);
  return work;
}
