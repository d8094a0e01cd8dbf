import { spawn } from 'node:child_process';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { MCPToolClient } from '../src/index.ts';
const child = spawn(process.execPath, ['/tmp/partE/server.mjs']);
const port = await new Promise<string>((r) => child.stdout.once('data', (d) => r(String(d).trim())));
const url = `http://127.0.0.1:${port}/mcp`;
const bare = new Client({ name: 'x', version: '1' }, { versionNegotiation: { mode: 'auto' } });
await bare.connect(new StreamableHTTPClientTransport(new URL(url)));
await bare.listTools();
const ours = new MCPToolClient({ servers: { s: { url } } });
console.log((await ours.listTools()).tools.length, ours.listServers()[0]?.negotiated?.era, bare.getProtocolEra());
const N = 1500;
const args = { x: 'y'.repeat(150) };
async function run(f: () => Promise<unknown>) {
  const c = process.cpuUsage();
  for (let i = 0; i < N / 8; i++) await Promise.all(Array.from({ length: 8 }, f));
  const d = process.cpuUsage(c);
  return (d.user + d.system) / N;
}
import { httpConnector } from '../src/adapters/sdk/http-connector.ts';
import { createServerSession } from '../src/services/session/create-session.ts';
import { systemServerFetch } from '../src/adapters/system-server-fetch.ts';
import { systemClock as clock, systemRandom as random } from '@wicketgate/core';
const connector = httpConnector({ server: { url }, clock, random, fetch: systemServerFetch() });
const conn = await connector.connect({ prior: undefined, timeoutMs: 5000, signal: undefined, onToolsChanged: () => undefined, onClosed: () => undefined });
const session = createServerSession({ id: 's', connector, clock, random });
const def = (await ours.listTools()).tools[0];
const call = { name: 'echo', arguments: args, definition: def };
const b: number[] = [], o: number[] = [], c2: number[] = [], s2: number[] = [];
for (let r = 0; r < 9; r++) {
  const x = await run(() => bare.callTool({ name: 'echo', arguments: args }));
  const y = await run(() => ours.callTool('s__echo', args));
  const z = await run(() => conn.callTool(call, { timeoutMs: 60000, totalTimeoutMs: 600000, signal: undefined }));
  const w = await run(() => session.call(call, { safeToRepeat: false }));
  if (r > 1) { c2.push(z); s2.push(w); b.push(x); o.push(y); }
}
const med = (l: number[]) => l.sort((p, q) => p - q)[l.length >> 1] ?? 0;
console.log('conn', med(c2), 'session', med(s2));
console.log('bare', med(b), 'ours', med(o), 'ratio', med(o) / med(b));
await ours.close(); await session.close(); await conn.close(); await bare.close(); child.kill();
