import type { Logger } from '@wicketgate/core';
import { McpError, type ServerCredential, type ServerFetch } from '@wicketgate/mcp-client';
import type { OAuthProvider } from '@wicketgate/mcp-client/auth';
import { openSignInIndex, type SignInIndex, type SignInPlace } from '../adapters/mcp-sign-in-index.ts';
import { credentialFailure } from '../rules/credential-failure.ts';
import type { SignInAddress } from '../rules/mcp-sign-in.ts';
import { warningText } from '../rules/warning-text.ts';
import type { SignInStore } from '../words/sign-in-stores.ts';
import type { Context } from './context.ts';
import { openTokenRoom, type TokenRoom } from './token-room.ts';

/** The sign-ins at MCP servers that one run of the command uses. Nobody is asked anything. */
export interface McpSignIns {
  /** What speaks for the person at a server, once somebody has signed in there: also later, while this goes on. */
  credentialFor(server: SignInAddress): ServerCredential;
  /** Waits for refreshes under way, which cannot be repeated, and closes what was opened. */
  close(): Promise<void>;
}

interface Desk {
  readonly index: SignInIndex;
  open(url: string, store: SignInStore): Promise<OAuthProvider>;
  /** Has `close` wait for it. */
  track<Value>(work: Promise<Value>): Promise<Value>;
}

/** Which servers somebody is signed in at. */
export function signInIndex({ config }: Pick<Context, 'config'>): SignInIndex {
  return openSignInIndex(config.mcpSignIns);
}

export function createMcpSignIns(context: Context, fetch: ServerFetch): McpSignIns {
  const rooms = new Map<SignInStore, TokenRoom>();
  const providers = new Set<OAuthProvider>();
  const underWay = new Set<Promise<unknown>>();
  const desk: Desk = {
    index: signInIndex(context),
    open: async (url, store) => {
      const room = rooms.get(store) ?? openTokenRoom(context, store);
      rooms.set(store, room);
      const provider = await silentProvider(context, { url, room, fetch });
      providers.add(provider);
      return provider;
    },
    track: (work) => {
      const tracked = work.catch(() => undefined).finally(() => underWay.delete(tracked));
      underWay.add(tracked);
      return work;
    },
  };
  return {
    credentialFor: (server) => createCredential(desk, server),
    close: async () => {
      await Promise.all(underWay);
      for (const provider of providers) provider.close();
      await Promise.all([...rooms.values()].map((room) => room.close()));
    },
  };
}

interface ProviderParts {
  readonly url: string;
  readonly room: TokenRoom;
  readonly fetch: ServerFetch;
}

/** Without a way to ask the person: commands and the bridge use what is stored. */
export async function silentProvider(context: Context, { url, room, fetch }: ProviderParts): Promise<OAuthProvider> {
  const { createOAuthProvider } = await import('@wicketgate/mcp-client/auth');
  const { clock, random } = context.io;
  const warn: Logger['warn'] = (fields, message) => {
    const { terminal } = context;
    // Nobody waits for it. What stderr does not take must not cost a refresh.
    terminal.warn(terminal.errorStyle.warn(warningText(fields, message))).catch(() => undefined);
  };
  const logger = { debug: () => undefined, info: () => undefined, warn, error: warn };
  return createOAuthProvider({ serverUrl: url, store: room.store, fetch, clock, random, logger });
}

function createCredential(desk: Desk, { url, command }: SignInAddress): ServerCredential {
  let place: Promise<SignInPlace | undefined> | undefined;
  let opened: { readonly store: SignInStore; readonly provider: Promise<OAuthProvider> } | undefined;
  const find = () => (place ??= desk.index.find(url));
  const provider = async () => {
    const store = (await find())?.store;
    if (store === undefined) return undefined;
    if (opened?.store !== store) opened = { store, provider: desk.open(url, store) };
    return opened.provider;
  };
  const ask = <Value>(work: () => Promise<Value>, signal: AbortSignal | undefined) =>
    orLeft(desk.track(told(work)), signal);
  return {
    // Who leaves does not end a refresh: the old token would be used up, and the new one lost.
    credential: (signal) => ask(async () => (await provider())?.credential(), signal),
    subject: (signal) =>
      ask(async () => (opened ? (await opened.provider).subject?.() : (await find())?.subject), signal),
    challenged: (challenge, signal) =>
      ask(async () => {
        // Somebody may have signed in meanwhile, or elsewhere.
        place = undefined;
        const own = await provider();
        const other = await own?.challenged?.(challenge);
        if (other !== undefined || challenge.status !== 401) return other;
        const message = `The server wants ${own === undefined ? 'a' : 'another'} sign-in: run \`${command}\`.`;
        throw new McpError('unauthorized', message, { status: 401 });
      }, signal),
  };
}

async function told<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw credentialFailure(error);
  }
}

/** Leaves no listener behind. */
async function orLeft<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work;
  const done = new AbortController();
  const left = new Promise<never>((_, reject) => {
    const leave = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { signal: done.signal });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, left]);
  } finally {
    done.abort();
  }
}
