import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RandomBytes } from '@wicketgate/contract';
import { systemRandom } from '../adapters/system-random.ts';
import type { RedirectListener } from '../ports/redirect-listener.ts';
import { toBase64Url } from '../rules/byte-text.ts';
import { WicketgateError } from '../words/errors.ts';

/** Characters of an address; the answer of a gateway has some hundred. */
const LONGEST_ADDRESS = 4_096;
const SLOWEST_REQUEST_MS = 10_000;

const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Wicketgate</title>
<h1>Back to where you began</h1>
<p>The answer has arrived. The application that opened this page says whether you are signed in. You can close this page.</p>
</html>
`;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  // The address holds the code.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

export interface LoopbackListenerOptions {
  /** Default: the platform's. Names the path, so that no other page on this machine can answer in the browser's place. */
  readonly random?: RandomBytes;
  /**
   * The path of the address, for a client whose redirect address is registered: `/callback`. 1 to 64 of `[A-Za-z0-9/_-]`, the first
   * a slash; a TypeError otherwise. Default: one that nobody can guess.
   */
  readonly path?: string;
}

/**
 * Waits for a browser at a free port of 127.0.0.1 (RFC 8252 section 7.3). Takes one answer: GET, to its own path, under its own
 * name, and one that whoever waits takes for theirs. Everything else is refused and does not count. Throws when no port can be
 * opened.
 */
export async function createLoopbackListener(options: LoopbackListenerOptions = {}): Promise<RedirectListener> {
  const { random = systemRandom } = options;
  const path = options.path ?? `/signed-in/${toBase64Url(random(new Uint8Array(16)))}`;
  if (!/^\/[A-Za-z0-9/_-]{0,63}$/.test(path))
    throw new TypeError('path must be 1 to 64 of "A-Za-z0-9/_-", a slash first.');
  const arrival = createArrival();
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: SLOWEST_REQUEST_MS }, (request, response) => {
    const host = hostOf(server);
    const refused = refusalOf(request, { host, path });
    answer(response, refused ?? arrival.offer(new URL(request.url ?? '', `http://${host}`)));
  });
  await listen(server);
  // What goes wrong from here on, as when no more files can be opened, must not end the process.
  server.on('error', (error) => arrival.failed(error));
  return {
    redirectUri: `http://${hostOf(server)}${path}`,
    answer: (signal, isOurs) => arrival.wait(signal, isOurs),
    close: async () => {
      arrival.failed(new WicketgateError('closed', 'The sign-in was ended before the browser came back.'));
      await closed(server);
    },
  };
}

interface Expected {
  readonly host: string;
  readonly path: string;
}

/**
 * The status of a request that is no answer at all. A name of somebody else that leads here is an attack (DNS rebinding), so the
 * Host counts as well.
 */
function refusalOf(request: IncomingMessage, { host, path }: Expected): number | undefined {
  const address = request.url ?? '';
  if (request.headers.host !== host) return 421;
  if (address.length > LONGEST_ADDRESS) return 414;
  if (address.split('?', 1)[0] !== path) return 404;
  return request.method === 'GET' ? undefined : 405;
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...HEADERS, ...(status === 405 && { allow: 'GET' }) });
  response.end(status === 200 ? PAGE : undefined);
}

/** One answer, for one who waits now or later. */
function createArrival() {
  let settle: { resolve: (url: URL) => void; reject: (reason: unknown) => void } | undefined;
  let isSettled = false;
  let isWanted: (url: URL) => boolean = () => true;
  const first = new Promise<URL>((resolve, reject) => {
    settle = { resolve, reject };
  });
  first.catch(() => undefined);
  const once = (act: () => void) => {
    if (isSettled) return;
    isSettled = true;
    act();
  };
  return {
    /** Takes an address, or not; answers the status that says so. */
    offer: (url: URL): number => {
      if (isSettled) return 410;
      if (!isWanted(url)) return 400;
      once(() => settle?.resolve(url));
      return 200;
    },
    failed: (reason: unknown) => once(() => settle?.reject(reason)),
    wait: (signal: AbortSignal | undefined, isOurs: ((url: URL) => boolean) | undefined) => {
      if (isOurs) isWanted = isOurs;
      return signal === undefined ? first : unlessAborted(first, signal);
    },
  };
}

async function unlessAborted(work: Promise<URL>, signal: AbortSignal): Promise<URL> {
  signal.throwIfAborted();
  const done = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: done.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    done.abort();
  }
}

function hostOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo | null)?.port ?? 0}`;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Also when it was closed before. A browser opens connections that it may need later and says nothing on them, and anybody on this
 * machine can begin a request and stop: nobody waits for those to end.
 */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
