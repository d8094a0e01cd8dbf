import type { Secret } from '@wicketgate/core';
import { boundedFetch } from '../../adapters/bounded-fetch.ts';
import { mayLeadTo } from '../../rules/auth/oauth-addresses.ts';
import { coversScope, unionOf } from '../../rules/auth/scopes.ts';
import { SharedWork, unlessAborted } from '../../rules/auth/shared-work.ts';
import type { TokenRecord } from '../../rules/auth/token-record.ts';
import type { Challenge, ServerCredential } from '../../words/credential.ts';
import { McpError } from '../../words/errors.ts';
import { type AuthorizationServer, findAuthorizationServer, readMetadata } from './authorization-server.ts';
import { type OAuthProviderOptions, oauthSettings } from './oauth-options.ts';
import { readRecord, type Refresher, refreshed } from './oauth-refresh.ts';
import { createOAuthShelf } from './oauth-shelf.ts';
import { PersonDesk } from './person-desk.ts';
import { revoked } from './revocation.ts';
import { scopeOf } from './sign-in.ts';

/** A token that ends sooner is refreshed before it is shown. */
const MARGIN_MS = 30_000;
/** A server that refuses a token that young refuses any: neither refresh nor person would change that. */
const YOUNG_MS = 10_000;

/** A sign-in as it may be shown: no token is part of it. */
export interface OAuthSignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Granted; parted by spaces. */
  readonly scope: string | undefined;
  /** Milliseconds since 1970, both; undefined where the server does not say when a token ends. */
  readonly givenAt: number;
  readonly expiresAt: number | undefined;
  readonly refreshable: boolean;
}

/** What came of signing out. */
export interface OAuthSignOut {
  readonly wasSignedIn: boolean;
  /** The authorization server has taken the word. Where it has not, it takes the tokens until they end. */
  readonly revoked: boolean;
}

export interface OAuthWait {
  readonly signal?: AbortSignal | undefined;
}

/** Speaks for a person at one MCP server, by OAuth 2.1 as the specification has it. */
export interface OAuthProvider extends ServerCredential {
  /**
   * Asks the person now, also when somebody is signed in. Throws `unauthorized` when they say no or cannot be asked, `timeout` when
   * they take too long, the reason of the signal, which ends the waiting alone, or what keeps the servers from being asked.
   */
  signIn(options?: OAuthWait): Promise<OAuthSignIn>;
  /** Forgets the sign-in in any case, and then tells the authorization server, where that can be told (RFC 7009). */
  signOut(options?: OAuthWait): Promise<OAuthSignOut>;
  /** As the store has it now; undefined when nobody is signed in. */
  current(options?: OAuthWait): Promise<OAuthSignIn | undefined>;
  /** Ends a sign-in that waits for its person. What is stored stays. */
  close(): void;
}

/**
 * Signs in at the authorization server that an MCP server names: metadata by RFC 9728 and RFC 8414, PKCE, resource indicators (RFC
 * 8707), a client that is registered beforehand, by its metadata document or by itself, in a browser or by a code (RFC 8628). One
 * sign-in is shared by all processes that open the same store, and refreshed by one at a time. Network trouble signs nobody out.
 * Throws a TypeError for options it cannot take.
 */
export function createOAuthProvider(options: OAuthProviderOptions): OAuthProvider {
  return new StoredOAuth(options);
}

class StoredOAuth implements OAuthProvider {
  readonly #refresher: Refresher;
  readonly #closing = new AbortController();
  readonly #renewals = new SharedWork<TokenRecord | undefined>();
  readonly #person: PersonDesk;

  constructor(options: OAuthProviderOptions) {
    const settings = oauthSettings(options);
    const { serverUrl, clock } = settings;
    const mayAsk = (url: string | URL) =>
      new URL(url).origin === new URL(serverUrl).origin || mayLeadTo(serverUrl, url);
    const fetch = boundedFetch({ fetch: settings.fetch, clock, mayAsk, signal: this.#closing.signal });
    const shelf = createOAuthShelf({ ...settings, logger: settings.logger });
    this.#refresher = { settings, shelf, fetch, held: { record: undefined, isUnsaved: false } };
    this.#person = new PersonDesk(this.#refresher, this.#closing.signal);
  }

  async credential(signal?: AbortSignal): Promise<Secret | undefined> {
    const { held, settings } = this.#refresher;
    const record = held.record ?? (await readRecord(this.#refresher));
    if (record === undefined) return undefined;
    const isWorn = record.expiresAt !== undefined && record.expiresAt - settings.clock.now() <= MARGIN_MS;
    if (!isWorn || record.refreshToken === undefined) return record.accessToken;
    const next = await this.#renewals.join('refresh', () => this.#refresh(record), signal);
    return next?.accessToken;
  }

  async subject(signal?: AbortSignal): Promise<string | undefined> {
    signal?.throwIfAborted();
    const record = this.#refresher.held.record ?? (await readRecord(this.#refresher));
    return record && `${record.issuer} ${record.signIn}`;
  }

  async challenged(challenge: Challenge, signal?: AbortSignal): Promise<Secret | undefined> {
    const { status, scope, refused } = challenge;
    const name = `${status} ${scope ?? ''} ${refused?.reveal() ?? ''}`;
    const work = () => (status === 401 ? this.#afterRefusal(challenge) : this.#withMoreScope(challenge));
    return (await this.#renewals.join(name, work, signal))?.accessToken;
  }

  async signIn({ signal }: OAuthWait = {}): Promise<OAuthSignIn> {
    const server = await orLeft(this.#find(undefined), signal);
    const scope = scopeOf(this.#refresher, server, { challenged: undefined, granted: undefined });
    return shownOf(await orLeft(this.#person.ask(server, scope), signal));
  }

  async signOut({ signal }: OAuthWait = {}): Promise<OAuthSignOut> {
    const { shelf, held } = this.#refresher;
    let record: TokenRecord | undefined;
    const wasStored = await shelf.exclusively(async () => {
      // Not before: another process may just have refreshed it, and what it has now is what must be revoked.
      record = await readRecord(this.#refresher).catch(() => held.record);
      return shelf.clear(signal);
    }, signal);
    held.record = undefined;
    held.isUnsaved = false;
    if (record === undefined) return { wasSignedIn: wasStored, revoked: false };
    return { wasSignedIn: true, revoked: await revoked(this.#refresher, record).catch(() => false) };
  }

  async current({ signal }: OAuthWait = {}): Promise<OAuthSignIn | undefined> {
    signal?.throwIfAborted();
    const record = await readRecord(this.#refresher);
    return record && shownOf(record);
  }

  close(): void {
    this.#closing.abort(new McpError('closed', 'The sign-in was ended.'));
  }

  /** Before its end, and without a word of the server: where nobody can be asked, the token is shown as it is. */
  async #refresh(record: TokenRecord): Promise<TokenRecord | undefined> {
    try {
      const server = await readMetadata(record.authorizationServer, this.#refresher.fetch);
      return await refreshed(this.#refresher, record.accessToken.reveal(), server);
    } catch (error) {
      const isOver = record.expiresAt !== undefined && record.expiresAt <= this.#now();
      if (isOver) throw error;
      return record;
    }
  }

  async #afterRefusal({ refused, resourceMetadataUrl, scope }: Challenge): Promise<TokenRecord | undefined> {
    const record = await readRecord(this.#refresher);
    if (record !== undefined && record.accessToken.reveal() !== refused?.reveal()) return record;
    const server = await this.#find(resourceMetadataUrl);
    if (record !== undefined && isSameServer(record, server)) {
      if (this.#now() - record.givenAt < YOUNG_MS) return undefined;
      const own = { url: record.authorizationServer, issuer: record.issuer, metadata: server.metadata };
      const from = server.issuer === record.issuer ? own : await readMetadata(own.url, this.#refresher.fetch);
      const next = await refreshed(this.#refresher, record.accessToken.reveal(), from);
      if (next !== undefined) return next;
    }
    return this.#person.askOnce(server, scopeOf(this.#refresher, server, { challenged: scope, granted: undefined }));
  }

  /** SEP-2350: what was granted before is asked for again, or it would be lost. */
  async #withMoreScope({ resourceMetadataUrl, scope, refused }: Challenge): Promise<TokenRecord | undefined> {
    const record = await readRecord(this.#refresher);
    if (record !== undefined && record.accessToken.reveal() !== refused?.reveal()) return record;
    // It was granted, and was not enough: asking once more would change nothing.
    if (coversScope(record?.scope, scope)) return undefined;
    const server = await this.#find(resourceMetadataUrl);
    return this.#person.askOnce(server, unionOf(record?.scope, scope));
  }

  #find(resourceMetadataUrl: URL | undefined): Promise<AuthorizationServer> {
    const { settings, fetch } = this.#refresher;
    const { serverUrl, client } = settings;
    return findAuthorizationServer({ serverUrl, resourceMetadataUrl, preferredIssuer: client?.issuer, fetch });
  }

  #now(): number {
    return this.#refresher.settings.clock.now();
  }
}

/** A server that does not describe itself right now has not moved to another authorization server. */
function isSameServer(record: TokenRecord, server: AuthorizationServer): boolean {
  return server.issuer === record.issuer || !server.isNamed;
}

function orLeft<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  return signal === undefined ? work : unlessAborted(work, signal);
}

function shownOf(record: TokenRecord): OAuthSignIn {
  const { issuer, clientId, scope, givenAt, expiresAt, refreshToken } = record;
  return { issuer, clientId, scope, givenAt, expiresAt, refreshable: refreshToken !== undefined };
}
