import { describe, expect, it } from 'vitest';
import { createClientWorld, createGate, eventsOf, failureOf, settled } from '../../client-world.ts';
import { createScriptedServer, type ScriptedServer } from '../../scripted-server.ts';

const prompt = (name: string) => ({ name });
const resource = (uri: string) => ({ uri, name: uri });

/** A server that reads whatever it is asked for. */
function offering(offers: ScriptedServer['offers']): ScriptedServer {
  const server = createScriptedServer();
  server.offers = offers;
  server.questions = {
    'resources/read': ({ uri }) => ({ contents: [{ uri, text: `read ${String(uri)}` }] }),
    'prompts/get': ({ name, arguments: args }) => ({
      messages: [{ role: 'user', content: { type: 'text', text: `${String(name)} ${JSON.stringify(args)}` } }],
    }),
  };
  return server;
}

function hanging(): ScriptedServer {
  const server = createScriptedServer();
  server.onConnect = () => Promise.reject(new Error('no'));
  return server;
}

const failureCode = (error: unknown) => (error as { readonly code: string }).code;
const asked = ({ questioned }: ScriptedServer, what: string) => questioned.filter(([name]) => name === what);

describe('resources', () => {
  it('of several servers are listed in the order of the servers, under addresses that tell them apart', async () => {
    const one = createClientWorld().client({
      b: offering({ resources: [resource('x:2'), resource('x:1')] }),
      tools: createScriptedServer(),
      a: offering({ resources: [resource('x:1'), resource('x:3')] }),
    });
    const { resources, problems } = await one.listResources();
    expect(problems).toEqual([]);
    expect(resources.map(({ address }) => address)).toEqual([
      'x:2',
      'wicketgate-resource:b/x:1',
      'wicketgate-resource:a/x:1',
      'x:3',
    ]);
    for (const { address, server, uri } of resources) {
      expect(await one.readResource(address)).toEqual({ server, contents: [{ uri, text: `read ${uri}` }] });
    }
  });

  it('that two servers have are read from neither by their URI alone, which no server is shown', async () => {
    const servers = { a: offering({ resources: [resource('x:1')] }), b: offering({ resources: [resource('x:1')] }) };
    const one = createClientWorld().client(servers);
    const error = await failureOf(one.readResource('x:1'));
    expect(error.code).toBe('unknown_resource');
    expect(error.message).toContain('wicketgate-resource:a/x:1, wicketgate-resource:b/x:1');
    expect((await failureOf(one.readResource('x:secret'))).code).toBe('unknown_resource');
    expect([...asked(servers.a, 'resources/read'), ...asked(servers.b, 'resources/read')]).toEqual([]);
  });

  it('that no list has are read from the one server that has resources', async () => {
    const one = createClientWorld().client({ a: offering({ resources: [] }), tools: createScriptedServer() });
    expect(await one.readResource('x:9')).toMatchObject({ server: 'a' });
  });

  it('are looked for anew when they are not known: another listing may have brought them', async () => {
    const a = offering({ resources: [] });
    const one = createClientWorld().client({ a, b: offering({ resources: [] }) });
    await one.listResources();
    a.offers = { resources: [resource('x:1')] };
    expect(await one.readResource('x:1')).toMatchObject({ server: 'a' });
  });

  it('of a certain server are read by their own URI, as a result of it links to them', async () => {
    const one = createClientWorld().client({ a: offering({ resources: [] }), b: offering({ resources: [] }) });
    expect(await one.readResource('x:9', { server: 'b' })).toMatchObject({ server: 'b' });
    const address = one.resourceAddress('b', 'x:9');
    expect(address).toBe('wicketgate-resource:b/x:9');
    expect(await one.readResource(address)).toEqual({ server: 'b', contents: [{ uri: 'x:9', text: 'read x:9' }] });
    expect((await failureOf(one.readResource('x:9', { server: 'c' }))).code).toBe('unknown_server');
  });

  it('of a server that cannot be asked cost nobody else theirs', async () => {
    const one = createClientWorld().client({ broken: hanging(), a: offering({ resources: [resource('x:1')] }) });
    const { resources, problems } = await one.listResources();
    expect(resources.map(({ address }) => address)).toEqual(['x:1']);
    expect(problems).toMatchObject([{ server: 'broken' }]);
    expect(await one.readResource('x:1')).toMatchObject({ server: 'a' });
  });

  it('that are no answer to the question are a bad answer', async () => {
    const a = offering({ resources: [] });
    a.questions['resources/read'] = () => ({ contents: 'x' });
    const error = await failureOf(createClientWorld().client({ a }).readResource('x:1'));
    expect(error).toMatchObject({ code: 'bad_answer', server: 'a' });
  });

  it('there are none where no server has any', async () => {
    const one = createClientWorld().client({ a: createScriptedServer() });
    expect(await one.listResources()).toEqual({ resources: [], problems: [] });
    expect((await failureOf(one.readResource('x:1'))).code).toBe('unknown_resource');
  });
});

describe('templates', () => {
  const resourceTemplates = [{ uriTemplate: 'x:{n}', name: 'any' }];

  it('are those of their server where it alone has resources', async () => {
    const servers = { a: offering({ resources: [], resourceTemplates }), tools: createScriptedServer() };
    const { templates } = await createClientWorld().client(servers).listResourceTemplates();
    expect(templates).toMatchObject([{ server: 'a', uriTemplate: 'x:{n}', addressTemplate: 'x:{n}' }]);
  });

  it('name their server where others have resources too, and can be filled in', async () => {
    const one = createClientWorld().client({
      a: offering({ resources: [], resourceTemplates }),
      b: offering({ resources: [], resourceTemplates }),
    });
    const { templates } = await one.listResourceTemplates();
    expect(templates.map(({ addressTemplate }) => addressTemplate)).toEqual([
      'wicketgate-resource:a/x:{n}',
      'wicketgate-resource:b/x:{n}',
    ]);
    const address = templates[1]?.addressTemplate.replace('{n}', '7') ?? '';
    expect(await one.readResource(address)).toMatchObject({ server: 'b', contents: [{ text: 'read x:7' }] });
  });
});

describe('a result that was cut', () => {
  it('is read whole as a resource for as long as it is kept', async () => {
    const a = createScriptedServer();
    const whole = { content: [{ type: 'text', text: 'x'.repeat(5_000) }], structuredContent: { a: 1 } };
    a.answer = () => whole;
    const one = createClientWorld().client({ a }, { results: { textBytes: 1_024, keptResults: 1 } });
    const { content, truncated } = await one.callTool('echo');
    const uri = String(content.at(-1)?.['uri']);
    expect(uri).toBe(truncated?.uri);
    const { server, contents } = await one.readResource(uri);
    expect(server).toBeUndefined();
    expect(contents).toMatchObject([{ uri, mimeType: 'application/json' }]);
    expect(JSON.parse(String(contents[0]?.['text']))).toEqual({ ...whole, isError: false });
    await one.callTool('echo');
    expect((await failureOf(one.readResource(uri))).code).toBe('unknown_resource');
  });
});

describe('prompts', () => {
  it('are listed with wire names, and filled in by these and by ids', async () => {
    const one = createClientWorld().client({
      a: offering({ prompts: [prompt('greet'), prompt('write a letter')] }),
      b: offering({ prompts: [prompt('greet')] }),
    });
    const { prompts } = await one.listPrompts();
    expect(prompts.map(({ id }) => id)).toEqual(['a/greet', 'a/write a letter', 'b/greet']);
    expect(prompts.map(({ wireName }) => wireName)).toEqual([
      'a__greet',
      expect.stringMatching(/^a__write_a_letter_\d\w{8}$/) as string,
      'b__greet',
    ]);
    for (const { id, wireName, name } of prompts) {
      for (const called of [id, wireName]) {
        expect(await one.getPrompt(called, { to: 'Ada' })).toEqual({
          prompt: id,
          description: undefined,
          messages: [{ role: 'user', content: { type: 'text', text: `${name} {"to":"Ada"}` } }],
        });
      }
    }
  });

  it('are found without a listing before, by asking the one server that is meant', async () => {
    const servers = { a: offering({ prompts: [prompt('greet')] }), b: offering({ prompts: [prompt('greet')] }) };
    const one = createClientWorld().client(servers);
    expect((await one.getPrompt('a__greet')).prompt).toBe('a/greet');
    expect(servers.b.asked.connects).toBe(0);
  });

  it('that nobody has are unknown, with the servers that could not be asked', async () => {
    const one = createClientWorld().client({ broken: hanging(), a: offering({ prompts: [] }) });
    expect(await failureOf(one.getPrompt('greet'))).toMatchObject({
      code: 'unknown_prompt',
      message: 'No prompt is called "greet". These servers could not be asked: broken.',
    });
    expect(await failureOf(one.getPrompt('broken/greet'))).toMatchObject({ server: 'broken' });
    expect((await failureOf(one.getPrompt('a/greet'))).code).toBe('unknown_prompt');
  });

  it('take texts alone as arguments', async () => {
    const one = createClientWorld().client({ a: offering({ prompts: [prompt('greet')] }) });
    for (const args of [{ a: 1 }, ['a'], null]) {
      await expect(one.getPrompt('a/greet', args as never)).rejects.toBeInstanceOf(TypeError);
    }
  });
});

describe('a completion', () => {
  const argument = { name: 'n', value: '1' };

  it('goes to the server of the prompt or of the template, in its own words', async () => {
    const offers = {
      prompts: [prompt('greet')],
      resources: [],
      resourceTemplates: [{ uriTemplate: 'x:{n}', name: 'n' }],
    };
    const [a, b] = [offering(offers), offering(offers)];
    b.questions['completion/complete'] = () => ({ completion: { values: ['12'], total: 1 } });
    const one = createClientWorld().client({ a, b });
    expect(await one.complete({ of: { prompt: 'b__greet' }, argument })).toEqual({ values: ['12'], total: 1 });
    const [, template] = (await one.listResourceTemplates()).templates;
    const of = { template: template?.addressTemplate ?? '' };
    expect(await one.complete({ of, argument, context: { m: '2' } })).toMatchObject({ values: ['12'] });
    expect(asked(b, 'completion/complete').map(([, params]) => params)).toEqual([
      { ref: { type: 'ref/prompt', name: 'greet' }, argument },
      { ref: { type: 'ref/resource', uri: 'x:{n}' }, argument, context: { arguments: { m: '2' } } },
    ]);
  });

  it('is empty where the server completes nothing', async () => {
    const one = createClientWorld().client({ a: offering({ prompts: [prompt('greet')] }) });
    expect(await one.complete({ of: { prompt: 'a__greet' }, argument })).toEqual({ values: [] });
  });
});

describe('the policy', () => {
  const offers = { resources: [resource('x:1'), resource('y:1')], prompts: [prompt('greet'), prompt('bye')] };

  it('decides about resources by server/URI and about prompts by server/name, listed or not', async () => {
    const a = offering(offers);
    const one = createClientWorld().client({ a }, { tools: { allow: ['a/x:*', 'a/greet'] } });
    expect((await one.listResources()).resources.map(({ uri }) => uri)).toEqual(['x:1']);
    expect((await one.listPrompts()).prompts.map(({ name }) => name)).toEqual(['greet']);
    for (const address of ['y:1', 'wicketgate-resource:a/y:1']) {
      expect((await failureOf(one.readResource(address))).code).toBe('tool_not_allowed');
    }
    expect((await failureOf(one.readResource('y:1', { server: 'a' }))).code).toBe('tool_not_allowed');
    expect((await failureOf(one.getPrompt('a/bye'))).code).toBe('unknown_prompt');
    expect(asked(a, 'resources/read')).toEqual([]);
    expect(await one.readResource('x:1')).toMatchObject({ server: 'a' });
  });

  it('is not got around by another spelling of a URI, which the server is never shown', async () => {
    const a = offering({ resources: [resource('file:///public/../secret/1')] });
    const one = createClientWorld().client({ a }, { tools: { allow: ['a/file:///public/*'] } });
    expect((await one.listResources()).resources).toEqual([]);
    for (const address of ['file:///public/../secret/1', 'wicketgate-resource:a/file:///public/%2e%2e/secret/1']) {
      expect((await failureOf(one.readResource(address))).code).toBe('tool_not_allowed');
    }
    expect(asked(a, 'resources/read')).toEqual([]);
    expect(await one.readResource('file:///public/1')).toMatchObject({ server: 'a' });
  });

  it('of tools by name alone allows neither', async () => {
    const one = createClientWorld().client({ a: offering(offers) }, { tools: { allow: ['a/read_*'] } });
    expect((await one.listResources()).resources).toEqual([]);
    expect((await one.listPrompts()).prompts).toEqual([]);
  });
});

describe('a change', () => {
  it('is told once something was listed, and what was known is forgotten', async () => {
    const a = offering({ resources: [resource('x:1')], prompts: [prompt('greet')] });
    const one = createClientWorld().client({ a });
    const events = eventsOf(one);
    const told = () => events.filter(({ kind }) => kind.endsWith('s_changed') && kind !== 'tools_changed');
    await one.listTools();
    a.offersChanged('resources');
    expect(told()).toEqual([]);
    await one.listPrompts();
    a.offersChanged('prompts');
    a.offersChanged('resources');
    expect(told()).toEqual([
      { kind: 'prompts_changed', server: 'a' },
      { kind: 'resources_changed', server: 'a' },
    ]);
    a.offers = { prompts: [prompt('bye')] };
    expect((await one.getPrompt('a/bye')).prompt).toBe('a/bye');
  });

  it('lets no other server take over what was listed before', async () => {
    const a = offering({ resources: [resource('x:1')] });
    const evil = offering({ resources: [] });
    const one = createClientWorld().client({ a, evil });
    expect((await one.listResources()).resources[0]?.address).toBe('x:1');
    a.offersChanged('resources');
    evil.offers = { resources: [resource('x:1')] };
    await one.listResources({ servers: ['evil'] });
    const whose = await one.readResource('x:1').then(({ server }) => server, failureCode);
    expect(whose).toBe('unknown_resource');
    expect(asked(evil, 'resources/read')).toEqual([]);
    a.offers = { resources: [] };
    await one.listResources();
    expect(await one.readResource('x:1')).toMatchObject({ server: 'evil' });
  });

  it('in the middle of a listing leaves nothing behind that was before it', async () => {
    const a = offering({ prompts: [prompt('old')] });
    const gate = createGate();
    a.onListOffers = () => gate.passed;
    const one = createClientWorld().client({ a });
    const listing = one.listPrompts();
    await settled();
    a.offersChanged('prompts');
    gate.open();
    expect((await listing).prompts).toHaveLength(1);
    a.offers = { prompts: [prompt('new')] };
    expect((await failureOf(one.getPrompt('a/old'))).code).toBe('unknown_prompt');
  });
});

it('nothing is asked of a client that was closed', async () => {
  const one = createClientWorld().client({ a: offering({ resources: [] }) });
  await one.close();
  for (const work of [one.listResources(), one.readResource('x:1'), one.listPrompts(), one.getPrompt('a/b')]) {
    expect((await failureOf(work)).code).toBe('closed');
  }
});

it('what was listed before stays, with the reason, while a server cannot be asked', async () => {
  const a = offering({ prompts: [prompt('greet')] });
  const one = createClientWorld().client({ a });
  await one.listPrompts();
  a.onListOffers = () => Promise.reject(new Error('no'));
  const { prompts, problems } = await one.listPrompts();
  expect(prompts).toHaveLength(1);
  expect(problems).toMatchObject([{ server: 'a' }]);
});
