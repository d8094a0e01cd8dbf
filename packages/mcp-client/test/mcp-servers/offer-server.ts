import { McpServer } from '@modelcontextprotocol/server';

/** A page of resources, one of which no schema takes. */
const PAGES = [
  [{ uri: 'notes:1', name: 'one' }, { uri: 7 }, 'nonsense'],
  [{ uri: 'notes:2', name: 'two', annotations: { priority: 9 } }],
] as const;

/** A server of the SDK with resources, templates, prompts and completions, for either era. */
export function createOfferServer(): McpServer {
  const capabilities = {
    resources: { listChanged: true },
    prompts: { listChanged: true },
    completions: {},
  };
  const made = new McpServer({ name: 'offer-server', version: '1.0.0' }, { capabilities });
  const { server } = made;
  server.setRequestHandler('resources/list', ({ params }) => {
    const at = Number(params?.cursor ?? 0);
    return { resources: PAGES[at], ...(at === 0 && { nextCursor: '1' }) } as never;
  });
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [{ uriTemplate: 'notes:{number}', name: 'any' }],
  }));
  server.setRequestHandler('resources/read', ({ params: { uri } }) => {
    if (!uri.startsWith('notes:')) throw Object.assign(new Error('words of the server'), { code: -32_002 });
    return { contents: [{ uri, mimeType: 'text/plain', text: `note ${uri}` }] };
  });
  server.setRequestHandler('prompts/list', () => ({ prompts: [{ name: 'greet', arguments: [{ name: 'whom' }] }] }));
  server.setRequestHandler('prompts/get', ({ params }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Greet ${params.arguments?.['whom'] ?? 'nobody'}.` } }],
  }));
  server.setRequestHandler('completion/complete', ({ params: { ref, argument } }) => ({
    completion: { values: [`${ref.type} ${argument.name}=${argument.value}`] },
  }));
  return made;
}
