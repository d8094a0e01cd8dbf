import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGuardedFetch, type GuardedFetchOptions } from '../../src/node/guarded-fetch.ts';

type Server = ReturnType<typeof createServer>;

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that answers `reached`, or leads elsewhere. */
async function startServer(location?: string) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers.host ?? '');
    if (location === undefined) response.end('reached');
    else response.writeHead(307, { location }).end();
  });
  return { port: await listening(server), requests };
}

/** A proxy to whom every name is this machine. */
async function startProxy() {
  const asked: string[] = [];
  const authorization: (string | undefined)[] = [];
  const note = (target: string, { headers }: IncomingMessage) => {
    asked.push(target);
    authorization.push(headers['proxy-authorization']);
  };
  const server = createServer((request, response) => {
    note(new URL(request.url ?? '').host, request);
    response.end('by the proxy');
  });
  server.on('connect', (request: IncomingMessage, socket) => {
    const target = request.url ?? '';
    note(target, request);
    const onward = connect(Number(target.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on('error', () => undefined);
  });
  const port = await listening(server);
  return { asked, authorization, url: `http://127.0.0.1:${port}` };
}

function open(options: GuardedFetchOptions) {
  const guarded = createGuardedFetch(options);
  onTestFinished(() => guarded.close());
  return guarded.fetch;
}

const NAME = 'mcp.example.com';
const NOT_ALLOWED = { code: 'address_not_allowed' };

describe('createGuardedFetch with a proxy', () => {
  it('sends what is not for this machine through it, and resolves no name of it', async () => {
    const { asked, authorization, url } = await startProxy();
    const fetch = open({
      privateHosts: [NAME],
      proxy: { http: url.replace('//', '//user:secret@') },
      resolve: () => {
        throw new Error('A name was resolved.');
      },
    });
    const answer = await fetch(`http://${NAME}/mcp`);
    expect([answer.status, asked]).toEqual([200, [NAME]]);
    expect(authorization).toEqual([`Basic ${Buffer.from('user:secret').toString('base64')}`]);
  });

  it('asks for a tunnel to an https address, by the proxy of its own or by that for http', async () => {
    for (const kind of ['http', 'https'] as const) {
      const { asked, url } = await startProxy();
      const { port } = await startServer();
      // What is at the other end speaks no TLS: that the proxy was asked is what counts.
      await expect(open({ proxy: { [kind]: url } })(`https://${NAME}:${port}/`)).rejects.toThrow('fetch failed');
      expect(asked).toEqual([`${NAME}:${port}`]);
    }
  });

  it('reaches loopback directly, whatever is excepted', async () => {
    const { asked, url } = await startProxy();
    const { port } = await startServer();
    const fetch = open({ proxy: { http: url, https: url } });
    for (const host of ['127.0.0.1', 'localhost']) {
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('reached');
    }
    expect(asked).toEqual([]);
  });

  it('reaches what is excepted directly, and checks the addresses of its name', async () => {
    const { asked, url } = await startProxy();
    const fetch = open({
      proxy: { https: url, except: `other.example.com,${NAME}` },
      resolve: (_, done) => {
        done(null, [{ address: '10.0.0.1', family: 4 }]);
      },
    });
    await expect(fetch(`https://${NAME}/`)).rejects.toMatchObject(NOT_ALLOWED);
    expect(asked).toEqual([]);
  });

  it.each(['https://10.0.0.1/', 'https://[fd00::1]/', 'https://169.254.169.254/', `http://${NAME}/`])(
    'refuses %s before the proxy hears of it',
    async (address) => {
      const { asked, url } = await startProxy();
      await expect(open({ proxy: { http: url } })(address)).rejects.toMatchObject(NOT_ALLOWED);
      expect(asked).toEqual([]);
    },
  );

  it('refuses a redirect to a private address', async () => {
    const { asked, url } = await startProxy();
    const { port } = await startServer('https://169.254.169.254/latest/meta-data/');
    await expect(open({ proxy: { https: url } })(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(NOT_ALLOWED);
    expect(asked).toEqual([]);
  });

  it.each(['proxy.example.com:3128', 'ftp://proxy.example.com', 'not a URL'])(
    'takes no proxy such as %j, and does not repeat it',
    (text) => {
      expect(() => createGuardedFetch({ proxy: { https: text } })).toThrow('proxy.https must be an http or https URL.');
    },
  );
});
