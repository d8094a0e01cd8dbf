import type { ServerFetch } from '@wicketgate/mcp-client';
import type { OAuthProvider, OAuthProviderOptions, OAuthSignIn, ShownCode } from '@wicketgate/mcp-client/auth';
import { type Browser, findBrowser } from '../adapters/browser.ts';
import { cleanText } from '../rules/clean-text.ts';
import { signInWay, type WayFlags } from '../rules/sign-in-way.ts';
import type { QrLook } from '../rules/views/qr-view.ts';
import { CommandFailure } from '../words/failure.ts';
import { PATIENCE_MS, showPage } from './browser-sign-in.ts';
import type { Context } from './context.ts';
import { countingDown } from './counting-down.ts';
import { showCode } from './device-sign-in.ts';
import { silentProvider, signInIndex } from './mcp-sign-ins.ts';
import { chooseStore, openTokenRoom, type TokenRoom } from './token-room.ts';

/** The longest that a provider waits for a person. A code has an end of its own, which comes sooner. */
const LONGEST_PATIENCE_MS = 3_600_000;

export interface ServerLoginFlags extends Pick<WayFlags, 'browser' | 'device' | 'open'> {
  readonly qr?: QrLook;
}

export interface ServerLogin {
  /** What the server is called. */
  readonly id: string;
  readonly url: string;
  readonly flags: ServerLoginFlags;
  /** A client that was registered beforehand. */
  readonly client: OAuthProviderOptions['client'];
  readonly fetch: ServerFetch;
}

/** A sign-in that has just begun, and the place where it stays. */
export interface ServerSignedIn {
  readonly signedIn: OAuthSignIn;
  readonly room: Pick<TokenRoom, 'kind' | 'place'>;
}

/**
 * Signs a person in at an MCP server, at whatever authorization server it names, and remembers in which store. What is needed to
 * keep the tokens is made, opened and tried before.
 */
export async function signInAtServer(context: Context, login: ServerLogin): Promise<ServerSignedIn> {
  const { flags, url } = login;
  const browser = flags.open === false ? undefined : await findBrowser(context.io);
  const chosen = signInWay(flags, browser !== undefined);
  if (!chosen.ok) throw new CommandFailure('usage', chosen.problem);
  const { store } = await context.settings();
  const room = openTokenRoom(context, await chooseStore(context, store));
  try {
    await context.config.proveWritable();
    await room.prepare();
    const ask = chosen.way === 'browser' ? askByBrowser : askByCode;
    const { provider, signedIn } = await ask(context, { ...login, room, browser });
    await remember(context, { url, room, provider, fetch: login.fetch });
    return { signedIn, room };
  } finally {
    await room.close();
  }
}

interface Asking extends ServerLogin {
  readonly room: TokenRoom;
  readonly browser: Browser | undefined;
}

interface Answered {
  readonly provider: OAuthProvider;
  readonly signedIn: OAuthSignIn;
}

async function askByBrowser(context: Context, asking: Asking): Promise<Answered> {
  const { io } = context;
  const { createLoopbackListener } = await import('@wicketgate/core/node');
  const of = `the sign-in for ${cleanText(asking.id)}`;
  const provider = await openProvider(context, asking, {
    // The path is registered with the server, and must be the same each time.
    listen: () => createLoopbackListener({ path: '/callback', random: io.random }),
    prompt: { open: (page) => showPage(context, page, { browser: asking.browser, of }) },
    patienceMs: PATIENCE_MS,
  });
  const endsAt = io.clock.now() + PATIENCE_MS;
  return asked(context, provider, (waiting) =>
    countingDown(context, { endsAt, what: () => 'Waiting for your browser' }, waiting),
  );
}

async function askByCode(context: Context, asking: Asking): Promise<Answered> {
  const { qr = 'normal', open } = asking.flags;
  let tell: ((code: ShownCode) => void) | undefined;
  const shown = new Promise<ShownCode>((resolve) => (tell = resolve));
  const provider = await openProvider(context, asking, {
    prompt: {
      showCode: async (code) => {
        await showCode(context, code, qr);
        if (open === true) await asking.browser?.open(code.verificationUri);
        tell?.(code);
      },
    },
    patienceMs: LONGEST_PATIENCE_MS,
  });
  return asked(context, provider, async (waiting) => {
    const first = await Promise.race([shown, waiting]);
    if (!('userCode' in first)) return first;
    return countingDown(context, { endsAt: first.expiresAt, what: () => 'Waiting for your approval' }, waiting);
  });
}

type Asks = Pick<OAuthProviderOptions, 'listen' | 'prompt' | 'patienceMs'>;

async function openProvider({ io }: Context, asking: Asking, asks: Asks): Promise<OAuthProvider> {
  const { createOAuthProvider } = await import('@wicketgate/mcp-client/auth');
  const { url: serverUrl, room, fetch, client } = asking;
  const { clock, random } = io;
  return createOAuthProvider({ serverUrl, store: room.store, fetch, clock, random, client, ...asks });
}

async function asked(
  { io }: Context,
  provider: OAuthProvider,
  watch: (waiting: Promise<OAuthSignIn>) => Promise<OAuthSignIn>,
): Promise<Answered> {
  try {
    return { provider, signedIn: await watch(provider.signIn({ signal: io.signal })) };
  } finally {
    // Ends a sign-in that an interrupt has left.
    provider.close();
  }
}

interface NewSignIn {
  readonly url: string;
  readonly room: TokenRoom;
  readonly provider: OAuthProvider;
  readonly fetch: ServerFetch;
}

/** No signal from here on: tokens that nobody would find are given back. An earlier sign-in in another store is ended. */
async function remember(context: Context, { url, room, provider, fetch }: NewSignIn): Promise<void> {
  const index = signInIndex(context);
  try {
    const before = await index.find(url);
    const subject = (await provider.subject?.()) ?? '';
    await index.put(url, { store: room.kind, subject });
    if (before !== undefined && before.store !== room.kind)
      await endEarlier(context, { url, fetch, kind: before.store });
  } catch (error) {
    const own = await silentProvider(context, { url, room, fetch });
    // What went wrong with the file is what must be told.
    await own.signOut().catch(() => undefined);
    throw error;
  }
}

async function endEarlier(
  context: Context,
  { url, fetch, kind }: { readonly url: string; readonly fetch: ServerFetch; readonly kind: TokenRoom['kind'] },
): Promise<void> {
  const room = openTokenRoom(context, kind);
  try {
    await (await silentProvider(context, { url, room, fetch })).signOut();
  } catch {
    const { terminal } = context;
    const sentence = `An earlier sign-in at this server may still be in ${cleanText(room.place)}.`;
    // What stderr does not take ends no sign-in.
    await terminal.warn(terminal.errorStyle.warn(sentence)).catch(() => undefined);
  } finally {
    await room.close();
  }
}
