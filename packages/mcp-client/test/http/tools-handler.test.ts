import { describe, expect, it } from 'vitest';
import type { ToolPolicy } from '../../src/index.ts';
import { createToolsHandler, type ToolsHandlerOptions } from '../../src/rest.ts';
import { tool } from '../scripted-server.ts';
import { createHandlerWorld, namesOf } from './handler-world.ts';

const PATHS = ['/tools', '/tools/progressive?task=x', '/tools/servers'] as const;

describe('an address of the handler', () => {
  it.each(['/', '/tool', '/toolsmith', '/tools/', '/tools/%E0%A4%A'])('is not %s', async (path) => {
    const { get } = createHandlerWorld();
    expect(await get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('lies beneath the path that was given', async () => {
    const { get } = createHandlerWorld({ handler: { path: '/api/v1/tools' } });
    expect(namesOf(await get('/api/v1/tools'))).toHaveLength(4);
    expect(await get('/tools')).toMatchObject({ status: 404 });
  });

  it.each([
    ['/tools', 'POST', 'GET'],
    ['/tools/servers', 'POST', 'GET'],
    ['/tools/issues__list_issues', 'GET', 'POST'],
    ['/tools/issues__list_issues', 'DELETE', 'POST'],
  ])('%s does not answer %s, and says what it answers', async (path, method, allowed) => {
    const { handle, issues } = createHandlerWorld();
    const answer = await handle(new Request(`https://gate.example${path}`, { method }));
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allowed);
    expect(await answer.json()).toMatchObject({ code: 'method_not_allowed' });
    expect(issues.asked.connects).toBe(0);
  });
});

describe('an answer of the handler', () => {
  it('is kept by nobody, and has an id of its own, not that of the request', async () => {
    const { handle } = createHandlerWorld();
    const headers = { 'x-request-id': 'wg_live_somebodys_key' };
    const answers = [
      await handle(new Request('https://gate.example/tools', { headers })),
      await handle(new Request('https://gate.example/nothing', { headers })),
    ];
    for (const answer of answers) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    }
    expect(answers[0]?.headers.get('content-type')).toBe('application/json');
    expect(answers[1]?.headers.get('content-type')).toBe('application/problem+json');
    expect(await answers[1]?.json()).toEqual({
      type: 'https://github.com/wicketgate/wicketgate/blob/main/docs/mcp.md#tools-over-http',
      title: 'There is nothing here.',
      status: 404,
      detail: 'There is nothing here.',
      code: 'not_found',
      request_id: answers[1]?.headers.get('x-request-id'),
    });
  });

  it('says nothing of what failed inside, which the log has by the id of the request', async () => {
    const lines: unknown[] = [];
    const tell = (fields: unknown) => void lines.push(fields);
    const fail = () => Promise.reject(new Error('token=abc'));
    const failing = createToolsHandler({
      client: { listTools: fail, searchTools: fail, callTool: fail, listServers: () => [] },
      loader: { select: fail },
      authorize: () => true,
      logger: { debug: tell, info: tell, warn: tell, error: tell },
    });
    for (const path of PATHS) {
      const answer = await failing(new Request(`https://gate.example${path}`));
      const text = await answer.text();
      expect(answer.status).toBe(500);
      expect(text).toContain('"internal_error"');
      expect(text).not.toContain('abc');
      expect(lines.at(-1)).toMatchObject({ requestId: answer.headers.get('x-request-id') });
    }
  });
});

describe('the one who authorizes', () => {
  const refusing = (authorize: unknown) =>
    createHandlerWorld({ handler: { authorize } as Partial<ToolsHandlerOptions> });

  it.each(PATHS)('is asked before %s is answered', async (path) => {
    const asked: string[] = [];
    const authorize = ({ url }: Request) => asked.push(new URL(url).pathname) < 0;
    const { get, issues } = createHandlerWorld({ handler: { authorize } });
    expect(await get(path)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(asked).toEqual([path.replace(/\?.*/, '')]);
    expect(issues.asked.connects).toBe(0);
  });

  it.each([
    ...[false, undefined, null, 'yes', 1, [true]],
    ...[{}, { allow: undefined }, { allow: undefined, deny: ['mail'] }, { allow: ['issues'], deny: undefined }],
  ])('says no with %j', async (answer) => {
    const { call, issues } = refusing(() => Promise.resolve(answer));
    expect(await call('issues__list_issues', 'no JSON')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(issues.calls).toEqual([]);
  });

  it('does not know who asks when it throws, and none of its words are told', async () => {
    const authorize = () => {
      throw new Error('the key wg_live_x is revoked');
    };
    const { call, get, issues } = createHandlerWorld({ handler: { authorize, challenge: 'Bearer realm="tools"' } });
    for (const answer of [await get('/tools'), await call('issues__list_issues')]) {
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="tools"');
      expect(answer.text).not.toContain('wg_live_x');
    }
    expect(issues.calls).toEqual([]);
  });

  it('may narrow the tools by a policy, in every answer', async () => {
    const policy: ToolPolicy = { allow: ['issues'], deny: [{ destructive: true }, 'issues/create_*'] };
    const { get, call, issues } = refusing(() => policy);
    expect(namesOf(await get('/tools'))).toEqual(['issues__list_issues']);
    expect(namesOf(await get('/tools?query=send+a+message+by+mail'))).toEqual([]);
    expect(namesOf(await get('/tools/progressive?task=create+an+issue'))).not.toContain('issues__create_issue');
    expect((await get('/tools/progressive?task=list+issues')).body).not.toHaveProperty('savings');
    expect(await get('/tools/servers')).toMatchObject({ body: { servers: [{ id: 'issues', tool_count: 1 }] } });
    for (const name of ['issues__delete_issue', 'issues/create_issue', 'mail__send_message']) {
      expect(await call(name)).toMatchObject({ status: 404, body: { code: 'unknown_tool' } });
    }
    expect(issues.calls).toEqual([]);
    expect(await call('issues__list_issues')).toMatchObject({ status: 200 });
  });

  it('tells whoever it narrows nothing of tools that are not theirs, by no score and by no confidence', async () => {
    const { get, mail } = refusing(() => ({ allow: ['mail'] }));
    mail.tools = [tool('send_message'), tool('list_letters', { description: 'Lists letters of an issue.' })];
    const nothing = { tools: [], confidence: 'none', problems: [], under_way: [] };
    expect((await get('/tools?query=delete+an+issue+for+good')).body).toEqual(nothing);
    expect((await get('/tools/progressive?task=delete+an+issue+for+good')).body).toMatchObject(nothing);
    expect((await get('/tools?query=list+the+issues&limit=1')).body).toMatchObject({
      tools: [{ name: 'mail__list_letters', score: 1 }],
    });
    expect((await get('/tools/progressive?task=list+the+issues&limit=1')).body).toMatchObject({
      tools: [{ name: 'mail__list_letters', score: 1 }],
    });
  });

  it('has a selection filled with what may be used, and not with what is left out of it', async () => {
    const { get } = refusing(() => ({ deny: ['issues/create_issue'] }));
    const answer = await get('/tools/progressive?task=create+an+issue&limit=1');
    expect(namesOf(answer)).toEqual([expect.stringMatching(/^issues__(?:delete_issue|list_issues)$/)]);
  });

  it('lets nobody in with a policy that cannot be taken', async () => {
    const { get } = refusing(() => ({ alow: ['*'] }));
    expect(await get('/tools')).toMatchObject({ status: 500, body: { code: 'internal_error' } });
  });
});

describe('a request that is ended', () => {
  it('ends its listing', async () => {
    const { handle, issues } = createHandlerWorld();
    const ending = new AbortController();
    issues.onList = () => new Promise(() => undefined);
    const answering = handle(new Request('https://gate.example/tools', { signal: ending.signal }));
    ending.abort();
    expect((await answering).status).toBe(499);
  });
});

describe('options', () => {
  const sound: ToolsHandlerOptions = { client: {} as never, loader: {} as never, authorize: () => true };

  it.each([
    ['authorize', { authorize: undefined }],
    ['path', { path: 'tools' }],
    ['path', { path: '/tools/' }],
    ['challenge', { challenge: 'Bearer\r\nset-cookie: x' }],
    ['bodyBytes', { bodyBytes: 1_023 }],
    ['bodyBytes', { bodyBytes: 16_777_217 }],
    ['listWithinMs', { listWithinMs: 0 }],
    ['listWithinMs', { listWithinMs: 600_001 }],
  ])('throw a TypeError that names %s', (name, wrong) => {
    const make = () => createToolsHandler({ ...sound, ...wrong } as ToolsHandlerOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(name);
  });

  it.each([{ bodyBytes: 1_024 }, { bodyBytes: 16_777_216 }, { listWithinMs: 1 }, { listWithinMs: 600_000 }])(
    'take %j',
    (right) => {
      expect(createToolsHandler({ ...sound, ...right })).toBeTypeOf('function');
    },
  );
});
