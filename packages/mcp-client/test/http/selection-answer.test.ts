import { describe, expect, it } from 'vitest';
import { createHandlerWorld, namesOf } from './handler-world.ts';

describe('GET /tools/progressive', () => {
  it('answers what the loader chooses for a task, with the reasons and what it saves', async () => {
    const { get } = createHandlerWorld();
    const answer = await get('/tools/progressive?task=create+an+issue');
    expect(answer.body).toMatchObject({
      strategy: 'progressive',
      confidence: 'high',
      problems: [],
      under_way: [],
      savings: {
        all_tokens: expect.any(Number) as number,
        selection_tokens: expect.any(Number) as number,
        meta_tool_tokens: expect.any(Number) as number,
        ratio: expect.any(Number) as number,
      },
    });
    expect((answer.body['tools'] as unknown[])[0]).toMatchObject({
      name: 'issues__create_issue',
      input_schema: { type: 'object' },
      priority: expect.any(String) as string,
      score: expect.any(Number) as number,
      reasons: expect.arrayContaining([expect.any(String)]) as string[],
    });
    expect(namesOf(answer)).not.toContain('mail__send_message');
  });

  it('takes a limit, a level of detail and servers', async () => {
    const { get } = createHandlerWorld();
    const answer = await get('/tools/progressive?task=issue&limit=1&detail=name&server=issues');
    expect(answer.body['tools']).toEqual([
      {
        name: namesOf(answer)[0],
        priority: 'high',
        score: expect.any(Number) as number,
        reasons: expect.any(Array) as [],
      },
    ]);
    expect(namesOf(await get('/tools/progressive?task=create+an+issue&server=mail'))).toEqual([]);
  });

  it('has nothing for what no tool answers', async () => {
    const { get } = createHandlerWorld();
    expect((await get('/tools/progressive?task=knead+the+dough')).body).toMatchObject({
      tools: [],
      confidence: 'none',
    });
  });

  it.each([
    ['task', ''],
    ['task', '?task=+'],
    ['task', `?task=${'x'.repeat(8_001)}`],
    ['limit', '?task=x&limit=0'],
    ['limit', '?task=x&limit=1001'],
  ])('refuses a wrong %s: %.20j', async (field, query) => {
    const { status, body } = await createHandlerWorld().get(`/tools/progressive${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_field', errors: [{ field }] });
  });

  it.each([`task=${'x'.repeat(8_000)}`, 'task=x&limit=1', 'task=x&limit=1000'])('takes %.20s', async (query) => {
    expect((await createHandlerWorld().get(`/tools/progressive?${query}`)).status).toBe(200);
  });
});
