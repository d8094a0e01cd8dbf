import path from 'node:path';
import { expect, test } from 'vitest';
import { onLoopback } from '../../src/mcp/conformance-suite.ts';
import { run } from '../../src/program.ts';

/** Listens, and writes at once where: programs read their port before they are told that they listen. */
const PROGRAM = `
  const { createServer } = require('node:http');
  const server = createServer();
  server.on('error', (error) => console.log(error.code));
  server.listen(...eval(process.argv[1]));
  console.log(JSON.stringify(server.address()));
  server.close();
`;

async function addressOf(args: string): Promise<{ readonly address?: string; readonly port?: number } | string> {
  const { stdout, stderr } = await run(process.execPath, ['-e', PROGRAM, args], onLoopback());
  expect(stderr).toBe('');
  return JSON.parse(stdout.trim()) as { address?: string };
}

test.each(['[]', '[0]', "['0']", '[{ port: 0 }]', "[{ port: 0, host: '::' }]", "[0, '0.0.0.0']", '[() => undefined]'])(
  'A server that listens with %s is on loopback, and knows its port at once',
  async (args) => {
    expect(await addressOf(args)).toMatchObject({ address: '127.0.0.1', port: expect.any(Number) as number });
  },
);

test('A server on a path is left alone', async (context) => {
  context.skip(process.platform === 'win32', 'Windows has no sockets on paths');
  const socket = path.join(process.env['TMPDIR'] ?? '/tmp', `wicketgate-loopback-${process.pid}.sock`);
  expect(await addressOf(JSON.stringify([socket]))).toBe(socket);
});
