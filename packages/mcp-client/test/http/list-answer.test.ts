import { describe, expect, it } from 'vitest';
import { settled } from '../client-world.ts';
import { tool } from '../scripted-server.ts';
import { createHandlerWorld, namesOf } from './handler-world.ts';

const ALL = ['issues__create_issue', 'issues__delete_issue', 'issues__list_issues', 'mail__send_message'];

describe('GET /tools', () => {
  it('lists every tool with its first sentence', async () => {
    const { get } = createHandlerWorld();
    const { status, body } = await get('/tools');
    expect(status).toBe(200);
    expect(body).toMatchObject({ problems: [], under_way: [] });
    expect((body['tools'] as unknown[])[0]).toEqual({
      name: 'issues__create_issue',
      id: 'issues/create_issue',
      server: 'issues',
      description: 'Creates an issue in a repository.',
    });
    expect(body).not.toHaveProperty('next_cursor');
  });

  it('tells as much of each as is asked for', async () => {
    const { get } = createHandlerWorld();
    expect((await get('/tools?detail=name')).body['tools']).toEqual(ALL.map((name) => ({ name })));
    const { body } = await get('/tools?detail=full&server=mail');
    expect(body['tools']).toEqual([
      {
        name: 'mail__send_message',
        id: 'mail/send_message',
        server: 'mail',
        description: 'Sends a message by mail.',
        tags: ['mail'],
        input_schema: { type: 'object', properties: {} },
      },
    ]);
  });

  it('is read page by page, to the end', async () => {
    const { get } = createHandlerWorld();
    const names: string[] = [];
    let cursor = '';
    for (let page = 0; page < 4; page++) {
      const answer = await get(`/tools?limit=1${cursor}`);
      names.push(...namesOf(answer));
      expect('next_cursor' in answer.body).toBe(page < 3);
      cursor = `&cursor=${String(answer.body['next_cursor'])}`;
    }
    expect(names).toEqual(ALL);
  });

  it('has the tools of the servers that are named, and of no other', async () => {
    const { get, issues } = createHandlerWorld();
    expect(namesOf(await get('/tools?server=mail'))).toEqual(['mail__send_message']);
    expect(issues.asked.lists).toBe(0);
    expect(namesOf(await get('/tools?server=mail&server=issues'))).toHaveLength(4);
    expect(await get('/tools?server=nobody')).toMatchObject({ status: 404, body: { code: 'unknown_server' } });
  });

  it('finds by words, best first, with the reasons', async () => {
    const { get } = createHandlerWorld();
    const answer = await get('/tools?query=create+an+issue&limit=1');
    expect(answer.body).toMatchObject({ confidence: 'high' });
    expect((answer.body['tools'] as unknown[])[0]).toMatchObject({
      name: 'issues__create_issue',
      score: expect.any(Number) as number,
      reasons: expect.arrayContaining([expect.stringContaining('issue')]) as string[],
    });
    expect((await get('/tools?query=knead+the+dough')).body).toMatchObject({ tools: [], confidence: 'none' });
  });

  it('leaves out what is held, and what cannot be shown to a model', async () => {
    const { get, issues } = createHandlerWorld({ client: { pinning: 'hold-new-and-changed' } });
    expect(namesOf(await get('/tools'))).toEqual([]);
    expect(issues.asked.lists).toBe(1);
    const other = createHandlerWorld();
    const inputSchema = { type: 'object', properties: { 'a\u200bb': { type: 'string' } } };
    other.mail.tools = [tool('send_hidden', { inputSchema }), tool('send_message')];
    expect(namesOf(await other.get('/tools?server=mail'))).toEqual(['mail__send_message']);
  });

  it('cleans texts of what nobody sees', async () => {
    const { get, mail } = createHandlerWorld();
    mail.tools = [tool('send_message', { description: 'Sends\u{e0041}\u200b a message.' })];
    expect((await get('/tools?server=mail&detail=full')).body).toMatchObject({
      tools: [{ description: 'Sends a message.' }],
    });
  });

  it('names a server that is slow or dead, by a code alone', async () => {
    const { get, issues, mail, clock } = createHandlerWorld({ handler: { listWithinMs: 500 } });
    issues.onConnect = () => Promise.reject(new Error('password=abc'));
    mail.onList = () => new Promise(() => undefined);
    const listing = get('/tools');
    await settled();
    await clock.advance(500);
    const { status, body, text } = await listing;
    expect(status).toBe(200);
    expect(body).toEqual({
      tools: [],
      problems: [{ server: 'issues', code: expect.stringMatching(/^[a-z_]+$/) as string }],
      under_way: ['mail'],
    });
    expect(text).not.toContain('abc');
  });

  it.each(['limit=1', 'limit=1000', 'detail=summary', `query=${'x'.repeat(8_000)}`, 'server=issues'])(
    'takes %.20s',
    async (query) => {
      expect((await createHandlerWorld().get(`/tools?${query}`)).status).toBe(200);
    },
  );

  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=1001'],
    ['limit', 'limit=1.5'],
    ['limit', 'limit=1&limit=2'],
    ['detail', 'detail=everything'],
    ['query', 'query='],
    ['query', `query=${'x'.repeat(8_001)}`],
    ['server', 'server='],
    ['cursor', 'cursor=nobody__nothing'],
  ])('refuses a wrong %s: %.20s', async (field, query) => {
    const { status, body } = await createHandlerWorld().get(`/tools?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_field', errors: [{ field }] });
  });

  it('refuses a parameter that it does not know: a misspelt filter would answer too much', async () => {
    const { get } = createHandlerWorld();
    expect(await get('/tools?servers=mail')).toMatchObject({
      status: 400,
      body: { code: 'unknown_field', errors: [{ field: 'servers' }] },
    });
  });
});
