import type { LogFields, Logger } from '@wicketgate/core';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { onTestFinished } from 'vitest';
import { type ClientEvent, MCPToolClient, type MCPToolClientOptions, McpError, type ServerSpec } from '../src/index.ts';
import type { ScriptedServer } from './scripted-server.ts';

/** A client over scripted servers, with a clock that a test turns. Closed when the test is over. */
export function createClientWorld() {
  const clock = createFakeClock();
  const log: string[] = [];
  const logger = logInto(log);
  const client = (
    servers: Readonly<Record<string, ScriptedServer | ServerSpec>>,
    options: Partial<MCPToolClientOptions> = {},
  ) => {
    const specs = Object.fromEntries(
      Object.entries(servers).map(([id, server]): [string, ServerSpec] => [
        id,
        'asked' in server ? { connector: server.connector } : server,
      ]),
    );
    const random = createSeededRandom();
    const made = new MCPToolClient({ servers: specs, clock, random, logger, retries: 0, ...options });
    onTestFinished(() => made.close());
    return made;
  };
  return { clock, client, log };
}

/** Everything that a client told from now on. */
export function eventsOf(client: MCPToolClient): ClientEvent[] {
  const events: ClientEvent[] = [];
  client.on((event) => events.push(event));
  return events;
}

/** What a promise failed with. */
export async function failureOf(work: Promise<unknown>): Promise<McpError> {
  try {
    await work;
  } catch (error) {
    if (McpError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** Lets everything go on that can. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

function logInto(lines: string[]): Logger {
  const write = (fields: LogFields, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { debug: write, info: write, warn: write, error: write };
}

/** Something that waits until a test lets it go on. */
export function createGate(): { readonly passed: Promise<void>; open(): void } {
  const gate = new EventTarget();
  const passed = new Promise<void>((resolve) => gate.addEventListener('open', () => resolve()));
  return { passed, open: () => void gate.dispatchEvent(new Event('open')) };
}
