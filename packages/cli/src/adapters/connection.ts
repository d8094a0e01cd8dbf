import { endpoints } from '@wicketgate/contract';
import {
  AuthValidator,
  createHttpClient,
  type HttpClientOptions,
  type Logger,
  type Middleware,
  type Secret,
} from '@wicketgate/core';
import { createFileReceiptStore } from '@wicketgate/core/files';
import { createNodeFetch } from '@wicketgate/core/node';
import type { Gateway } from '../ports/gateway.ts';
import type { Settings } from '../rules/settings.ts';
import { warningText } from '../rules/warning-text.ts';
import type { CliIo } from '../words/io.ts';
import { version } from '../words/version.ts';

export interface ValidatorOptions {
  readonly installId?: string;
  /** Folder of receipts, which let a key stay valid for a while without the gateway. */
  readonly receipts?: string;
}

/** The network under a run of the command: one pool of connections, one set of limits. */
export interface Connection {
  readonly url: string;
  /** Calls with the key; without one only public endpoints answer. */
  gateway(key: Secret | undefined): Gateway;
  /** What the gateway says of its parts, ready or not. One attempt: an answer that says no is an answer. */
  readiness(): Promise<Readiness>;
  validator(options: ValidatorOptions): AuthValidator;
  close(): Promise<void>;
}

export interface Readiness {
  readonly status: 'ready' | 'not_ready';
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

/** One attempt takes no longer than this, whatever the whole may take. */
const ATTEMPT_MS = 10_000;

/** Who is told of what the network does on the way. */
export interface ConnectionListener {
  /** Before each attempt after the first. */
  onRetry(): void;
  /** Something does not work that the answer does not depend on, in a sentence. */
  onWarning(sentence: string): void;
}

export function connect(io: CliIo, settings: Settings, listener: ConnectionListener): Connection {
  const { signal } = io;
  const network = io.fetch ? { fetch: io.fetch, close: () => Promise.resolve() } : createNodeFetch();
  const options = { ...clientOptions(io, settings), fetch: network.fetch, logger: loggerFor(listener) };
  const http = createHttpClient(options);
  return {
    url: http.url,
    gateway: (key) => ({ call: (endpoint, request) => http.call(endpoint, request, { signal, credential: key }) }),
    readiness: () => {
      const once = createHttpClient({ ...options, retries: 0, middleware: [takeNoForAnAnswer] });
      return once.call(endpoints.system.ready, {}, { signal });
    },
    validator: ({ installId, receipts }) =>
      new AuthValidator({
        ...options,
        ...(installId !== undefined && { installId }),
        ...(receipts !== undefined && { receipts: createFileReceiptStore({ folder: receipts }) }),
      }),
    close: async () => {
      await network.close();
    },
  };
}

function clientOptions({ clock, random }: CliIo, { url, timeout }: Settings): HttpClientOptions {
  const deadlineMs = timeout.value * 1_000;
  return {
    url: url.value,
    deadlineMs,
    timeoutMs: Math.min(deadlineMs, ATTEMPT_MS),
    userAgent: `wicketgate-cli/${version}`,
    clock,
    random,
  };
}

/** The client tells of retries at the level debug, and of nothing else there. */
function loggerFor(listener: ConnectionListener): Logger {
  const warn: Logger['warn'] = (fields, message) => {
    listener.onWarning(warningText(fields, message));
  };
  return { debug: () => listener.onRetry(), info: () => undefined, warn, error: warn };
}

/** A gateway that is not ready answers 503 with the body of 200. */
const takeNoForAnAnswer: Middleware = async (request, next) => {
  const answer = await next(request);
  return answer.status === 503 ? { status: 200, headers: answer.headers, body: answer.body } : answer;
};
