import { endpoints } from '@wicketgate/contract';
import {
  AuthValidator,
  createHttpClient,
  type CredentialSource,
  type HttpClientOptions,
  type Logger,
  type Middleware,
  type ReceiptStore,
} from '@wicketgate/core';
import type { SignInOptions } from '@wicketgate/core/auth';
import { createNodeFetch } from '@wicketgate/core/node';
import type { Gateway } from '../ports/gateway.ts';
import type { Settings } from '../rules/settings.ts';
import { warningText } from '../rules/warning-text.ts';
import type { CliIo } from '../words/io.ts';
import { version } from '../words/version.ts';

export interface ValidatorOptions {
  readonly installId?: string;
  /** Receipts, which let a credential stay valid for a while without the gateway. */
  readonly receipts?: ReceiptStore;
}

/** The network under a run of the command: one pool of connections, one set of limits. */
export interface Connection {
  readonly url: string;
  /** What a sign-in over this network is made of. */
  readonly signInOptions: Omit<SignInOptions, 'clientId'>;
  /** Calls with the credential; without one only public endpoints answer. */
  gateway(source: CredentialSource | undefined): Gateway;
  /** From now on calls pass through this as well, which proves the keys of the tokens that it knows (RFC 9449). */
  proveWith(prover: Middleware): void;
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
  const provers: Middleware[] = [];
  const prove: Middleware = (request, next) =>
    provers.reduceRight<typeof next>((then, prover) => (outgoing) => prover(outgoing, then), next)(request);
  const unproved = { ...clientOptions(io, settings), fetch: network.fetch, logger: loggerFor(listener) };
  const options = { ...unproved, middleware: [prove] };
  const http = createHttpClient(options);
  const { deadlineMs: _, ...signInOptions } = unproved;
  return {
    url: http.url,
    signInOptions,
    gateway: (source) => ({
      call: async (endpoint, request) => {
        const credential = await source?.credential(signal);
        const renew = source?.renew?.bind(source);
        return http.call(endpoint, request, { signal, credential, renew });
      },
    }),
    proveWith: (prover) => {
      provers.push(prover);
    },
    readiness: () => {
      const once = createHttpClient({ ...options, retries: 0, middleware: [takeNoForAnAnswer] });
      return once.call(endpoints.system.ready, {}, { signal });
    },
    validator: ({ installId, receipts }) =>
      new AuthValidator({
        ...options,
        ...(installId !== undefined && { installId }),
        ...(receipts && { receipts }),
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
