import type { ServerFetch } from '@wicketgate/mcp-client';

export interface ScriptedTool {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: object;
  readonly annotations?: object;
}

/** What a request said. */
export interface Seen {
  readonly url: string;
  readonly method: string;
  readonly authorization: string | null;
  readonly redirect: string | undefined;
}

interface Message {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly name?: string };
}

/** Servers by the origin of their address, as `fetch` meets them: each of 2025-11-25, and without sessions. */
export function createServers(tools: Record<string, ScriptedTool[]>) {
  const seen: Seen[] = [];
  const servers = { tools, seen, answer: undefined as Response | undefined };
  const fetch: ServerFetch = (url, init) => {
    const { origin } = new URL(url);
    const own = servers.tools[origin];
    if (own === undefined) return Promise.reject(new TypeError('fetch failed'));
    if (init?.method !== 'POST') return Promise.resolve(new Response(null, { status: 405 }));
    const { id, method, params } = JSON.parse(init.body as string) as Message;
    const headers = new Headers(init.headers);
    seen.push({ url: String(url), method, authorization: headers.get('authorization'), redirect: init.redirect });
    if (id === undefined) return Promise.resolve(new Response(null, { status: 202 }));
    return Promise.resolve(Response.json({ jsonrpc: '2.0', id, ...answerOf(method, own, params?.name) }));
  };
  return Object.assign(servers, { fetch });
}

function answerOf(method: string, tools: readonly ScriptedTool[], name: string | undefined) {
  switch (method) {
    case 'initialize': {
      const serverInfo = { name: 'scripted', version: '1' };
      return { result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo } };
    }
    case 'tools/list':
      return { result: { tools } };
    case 'tools/call':
      return { result: { content: [{ type: 'text', text: `called ${name ?? ''}` }] } };
    default:
      return { error: { code: -32_601, message: 'Method not found' } };
  }
}
