import { CLIENT_IDS } from '@wicketgate/contract';
import {
  createFakeClock,
  createFakeGateway,
  createMemoryTokenStore,
  createSeededRandom,
  type SignInSettings,
} from '@wicketgate/testing';
import type { Fetch, FetchAnswer, FetchInit } from '../src/ports/fetch.ts';
import type { TokenStore } from '../src/ports/token-store.ts';
import { createDeviceLogin } from '../src/services/auth/device-login.ts';
import { createSession } from '../src/services/auth/session.ts';
import type { Session, SessionOptions } from '../src/services/auth/session-options.ts';
import type { SignInOptions } from '../src/services/auth/sign-in-options.ts';
import { Secret } from '../src/words/secret.ts';
import type { SessionChange, SignInTokens } from '../src/words/sign-in.ts';

export const TOKEN_PATH = '/api/v1/auth/token';
export const CODE_PATH = '/api/v1/auth/device/code';
export const REVOKE_PATH = '/api/v1/auth/revoke';
export const METADATA_PATH = '/.well-known/oauth-authorization-server';

/** A fake gateway under a fake clock, with a store of sign-ins in memory. */
export function createSignInWorld(settings: SignInSettings = {}) {
  const clock = createFakeClock();
  const random = createSeededRandom();
  const gateway = createFakeGateway({ clock, random, signIn: settings });
  const store = createMemoryTokenStore<Secret>();
  const sent: { readonly url: string; readonly init: FetchInit }[] = [];
  let underWay = 0;
  const fetch: Fetch = async (url, init) => {
    sent.push({ url, init });
    underWay++;
    try {
      return await gateway.fetch(url, init);
    } finally {
      underWay--;
    }
  };
  const until = async (isSo: () => boolean, stepMs = 0): Promise<void> => {
    while (!isSo()) await clock.advance(underWay > 0 ? 0 : stepMs);
  };
  const options = { url: gateway.url, clientId: CLIENT_IDS.cli, fetch, clock, random } satisfies SignInOptions;
  return {
    clock,
    gateway,
    store,
    options,
    /** Every request that was sent, with its body. */
    sent,
    device: (change: Partial<SignInOptions> = {}) => createDeviceLogin({ ...options, ...change }),
    session: (change: Partial<SessionOptions> = {}): Session => createSession({ ...options, store, ...change }),
    /**
     * Turns the clock in small steps until something is so. It stands still while the gateway is at work, since signing takes
     * real time.
     */
    until,
    settled: async <T>(promise: Promise<T>, stepMs = 0): Promise<T> => {
      let isSettled = false;
      const watched = promise.finally(() => (isSettled = true));
      watched.catch(() => undefined);
      await until(() => isSettled, stepMs);
      return watched;
    },
    /** How many refreshes were asked for. */
    refreshes: () => sent.filter(({ init }) => init.body?.includes('grant_type=refresh_token')).length,
  };
}

export type SignInWorld = ReturnType<typeof createSignInWorld>;

/** Tokens of somebody who has just signed in. */
export async function openSignIn({ gateway, clock }: SignInWorld, name = 'Ada'): Promise<SignInTokens> {
  const { tokens } = await gateway.signIn.open({ principal: { id: 'owner-1', email: null, name } });
  const issuedAt = clock.now();
  return {
    issuer: gateway.url,
    clientId: CLIENT_IDS.cli,
    accessToken: new Secret(tokens.access_token),
    issuedAt,
    accessExpiresAt: issuedAt + tokens.expires_in * 1_000,
    refreshToken: tokens.refresh_token === undefined ? undefined : new Secret(tokens.refresh_token),
    scopes: [],
    proofKey: undefined,
  };
}

/** What a session told, in order. */
export function changesOf(session: Session): SessionChange[] {
  const changes: SessionChange[] = [];
  session.onChange((change) => changes.push(change));
  return changes;
}

/** A store whose methods can be made to fail. */
export function createSpoiltStore(store: TokenStore) {
  const failing = new Map<'load' | 'save' | 'clear' | 'exclusively', Error>();
  const unless = (name: 'load' | 'save' | 'clear' | 'exclusively') => {
    const error = failing.get(name);
    if (error) throw error;
  };
  const spoilt: TokenStore = {
    id: store.id,
    load: async (account, signal) => {
      unless('load');
      return store.load(account, signal);
    },
    save: async (account, record, signal) => {
      unless('save');
      await store.save(account, record, signal);
    },
    clear: async (account, signal) => {
      unless('clear');
      return store.clear(account, signal);
    },
    exclusively: async (account, work, signal) => {
      unless('exclusively');
      return store.exclusively(account, work, signal);
    },
  };
  return { store: spoilt, failing };
}

/** A `fetch` that answers what it is told, for what no honest gateway answers. */
export function scripted(answers: Readonly<Record<string, () => FetchAnswer>>, rest: Fetch): Fetch {
  return (url, init) => {
    const answer = answers[new URL(url).pathname];
    return answer === undefined ? rest(url, init) : Promise.resolve(answer());
  };
}

export const jsonAnswer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
