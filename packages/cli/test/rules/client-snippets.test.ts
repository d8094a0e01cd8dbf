import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clientSnippets } from '../../src/rules/client-snippets.ts';
import { temporaryFolder } from '../cli-harness.ts';

const URL_OF_GATEWAY = 'https://gate.example.com/base';
const KEY = 'not-a-key-but-long-enough-to-be-looked-for';

function textOf(id: string, url = URL_OF_GATEWAY): string {
  return clientSnippets({ url, where: [] }).find((snippet) => snippet.id === id)?.text ?? '';
}

test('there is one for curl, HTTP, stdio and Claude Desktop, each for the gateway that was named', () => {
  const snippets = clientSnippets({ url: URL_OF_GATEWAY, where: [] });
  expect(snippets.map(({ id }) => id)).toEqual(['curl', 'http', 'stdio', 'claude-desktop']);
  for (const { text } of snippets) expect(text).toContain(URL_OF_GATEWAY);
});

test('none has room for the key: curl and editors take it from the variable, the bridge finds it', () => {
  for (const { text } of clientSnippets({ url: URL_OF_GATEWAY, where: [] })) {
    expect(text).not.toMatch(/wg_|YOUR|<key>/i);
  }
  for (const id of ['curl', 'http']) expect(textOf(id)).toContain('WICKETGATE_API_KEY');
  for (const id of ['stdio', 'claude-desktop']) expect(textOf(id)).not.toContain('KEY');
});

test('each that starts through wicketgate run looks where the key was put', () => {
  const where = ['--environment', 'production', '--file', '/my secrets/app.json'];
  const snippets = clientSnippets({ url: URL_OF_GATEWAY, where });
  const line = "wicketgate run --environment production --file '/my secrets/app.json' --only WICKETGATE_API_KEY --";
  const texts = new Map(snippets.map(({ id, note, text }) => [id, `${note}\n${text}`]));
  for (const id of ['curl', 'http', 'stdio'] as const) expect(texts.get(id)).toContain(line);
  const desktop = JSON.parse(snippets[3]?.text ?? '') as { mcpServers: { wicketgate: { args: string[] } } };
  expect(desktop.mcpServers.wicketgate.args).toEqual([
    ...['run', ...where, '--only', 'WICKETGATE_API_KEY', '--'],
    ...['wicketgate', 'mcp', 'serve', '--gateway', '--url', URL_OF_GATEWAY],
  ]);
});

test('the one for editors is JSON that names the variable as editors do', () => {
  expect(JSON.parse(textOf('http'))).toEqual({
    servers: {
      wicketgate: {
        type: 'http',
        url: `${URL_OF_GATEWAY}/mcp`,
        headers: { Authorization: 'Bearer ${env:WICKETGATE_API_KEY}' },
      },
    },
  });
});

test('the one for Claude Desktop starts the bridge of the command, word by word', () => {
  const args = ['mcp', 'serve', '--gateway', '--url', URL_OF_GATEWAY];
  expect(JSON.parse(textOf('claude-desktop'))).toEqual({ mcpServers: { wicketgate: { command: 'wicketgate', args } } });
});

test('a shell reads the words of the stdio line as they are meant', async () => {
  const folder = temporaryFolder();
  program(folder, 'wicketgate', 'for word in "$@"; do printf "%s\\n" "$word"; done');
  const url = "https://gate.example.com/it's/$HOME";
  const { stdout } = await shell(textOf('stdio', url), { PATH: pathWith(folder) });
  expect(stdout.split('\n')).toEqual(['mcp', 'serve', '--gateway', '--url', url, '']);
});

test('curl sends the key in the header, and no process has it among its arguments', async (context) => {
  const { code } = await shell('command -v curl', {});
  context.skip(code !== 0, 'curl is not installed');
  const folder = temporaryFolder();
  // What `wicketgate run --only NAME --` does, without the masking: the program with the key in its environment.
  program(folder, 'wicketgate', 'shift 4; exec "$@"');
  program(folder, 'curl', `printf "%s\\n" "$@" >> '${join(folder, 'words')}'; exec ${await pathOf('curl')} "$@"`);
  const requests = await listen();
  await shell(textOf('curl', requests.url), { PATH: pathWith(folder), WICKETGATE_API_KEY: KEY });
  expect(requests.seen).toEqual([
    { method: 'POST', url: '/api/v1/auth/validate', authorization: `Bearer ${KEY}`, body: '{}' },
  ]);
  const { stdout: words } = await shell(`cat '${join(folder, 'words')}'`, {});
  expect(words).toContain('--config');
  expect(words).not.toContain(KEY);
});

function program(folder: string, name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

function pathWith(folder: string): string {
  return `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
}

async function pathOf(name: string): Promise<string> {
  return (await shell(`command -v ${name}`, {})).stdout.trim();
}

function shell(line: string, env: Readonly<Record<string, string>>): Promise<{ code: number | null; stdout: string }> {
  const child = spawn('sh', ['-c', line], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stdout });
    });
  });
}

async function listen() {
  const seen: object[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, url, authorization: headers.authorization, body });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
