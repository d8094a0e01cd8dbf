import { describe, expect, it } from 'vitest';
import { createHandlerWorld } from './handler-world.ts';

describe('GET /tools/servers', () => {
  it('tells how it stands with each server, and how many of its tools may be called', async () => {
    const { get } = createHandlerWorld({ client: { tools: { deny: ['*/delete_*'] } } });
    expect((await get('/tools/servers')).body).toEqual({
      servers: [
        { id: 'issues', description: 'Scripted.', state: 'ready', catalog: 'live', tool_count: 2 },
        { id: 'mail', description: 'Scripted.', state: 'ready', catalog: 'live', tool_count: 1 },
      ],
      under_way: [],
    });
  });

  it('tells of a problem by its code, and never by words or an address', async () => {
    const { get, mail } = createHandlerWorld();
    mail.onConnect = () => Promise.reject(new Error('https://me:secret@mail.example/'));
    const { body, text } = await get('/tools/servers');
    expect(body).toMatchObject({
      servers: [{ id: 'issues' }, { id: 'mail', tool_count: 0, problem: expect.stringMatching(/^[a-z_]+$/) as string }],
    });
    expect(text).not.toContain('secret');
  });

  it('takes no parameter', async () => {
    expect(await createHandlerWorld().get('/tools/servers?server=mail')).toMatchObject({ status: 400 });
  });
});
