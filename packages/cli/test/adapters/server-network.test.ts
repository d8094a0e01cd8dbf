import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openServerNetwork } from '../../src/adapters/server-network.ts';

const SERVER = 'https://mcp.example.com/mcp';

/** A proxy that refuses everything, and writes down what it was asked for. */
async function startProxy() {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function networkWith(env: Readonly<Record<string, string>>) {
  const network = openServerNetwork({ env }, [SERVER]);
  onTestFinished(() => network.close());
  return network;
}

test.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY'])('MCP servers are reached by the proxy of %s', async (name) => {
  const { asked, url } = await startProxy();
  await expect(networkWith({ [name]: url }).fetch(SERVER)).rejects.toThrow('fetch failed');
  expect(asked).toEqual(['mcp.example.com:443']);
});

test('the small spelling goes first, and an empty one means none', async () => {
  const { asked, url } = await startProxy();
  const { fetch } = networkWith({ https_proxy: '', HTTPS_PROXY: url, HTTP_PROXY: url, NO_PROXY: '*' });
  await expect(fetch('https://10.0.0.1/')).rejects.toMatchObject({ code: 'address_not_allowed' });
  expect(asked).toEqual([]);
});

test.each(['proxy.example.com:3128', 'socks5://canary:canary@proxy.example.com'])(
  'a proxy that is none is a broken configuration, and is not repeated: %s',
  (text) => {
    let failure: unknown;
    try {
      openServerNetwork({ env: { HTTPS_PROXY: text } }, []);
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject({
      code: 'broken_config',
      message: 'The variable HTTPS_PROXY must be an http or https URL.',
    });
  },
);
