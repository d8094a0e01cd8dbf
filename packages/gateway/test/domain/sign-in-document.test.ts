import { describe, expect, it } from 'vitest';
import { BUILT_IN_CLIENTS } from '../../src/domain/built-in-clients.ts';
import { parseSignIn } from '../../src/domain/sign-in-document.ts';
import { federationText, providerText } from '../support/sign-in-documents.ts';

const parse = (document: unknown, environment: Record<string, string> = {}) =>
  parseSignIn(JSON.stringify(document), environment);

function configOf(document: unknown, environment?: Record<string, string>) {
  const parsed = parse(document, environment);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

function problemsOf(document: unknown, environment?: Record<string, string>): string[] {
  const parsed = parse(document, environment);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path} ${message}`);
}

const pathsOf = (document: unknown) => problemsOf(document).map((problem) => problem.split(' ')[0]);
const provided = (members: Record<string, unknown>) => ({ providers: [providerText(members)] });
const federated = (members: Record<string, unknown>) => ({ federation: [federationText(members)] });
const ruled = (members: Record<string, unknown>) => provided({ rules: [{ groups: ['developers'], ...members }] });

describe('the sign-in file', () => {
  it('may say nothing: then keys alone sign in, to the built-in applications', () => {
    expect(configOf({})).toEqual({ providers: [], clients: BUILT_IN_CLIENTS, federation: [], acceptsKeys: true });
  });

  it('gives what it leaves out the least that works', () => {
    const config = configOf({ ...provided({}), ...federated({}) });
    expect(config.providers).toEqual([
      {
        id: 'corp',
        name: 'Company',
        issuer: 'https://login.example.com',
        clientId: 'wicketgate',
        clientSecret: undefined,
        scopes: ['openid', 'profile', 'email', 'offline_access'],
        groupsClaim: 'groups',
        rules: [{ groups: ['developers'], tier: 'free', role: 'user', scopes: [] }],
        uncheckedSeconds: 86_400,
      },
    ]);
    expect(config.federation).toEqual([
      {
        name: 'ci',
        issuer: 'https://token.actions.example.com',
        audience: 'https://gate.example.com',
        claims: { repository: 'example/app' },
        tier: 'free',
        role: 'user',
        scopes: [],
        ttlSeconds: 900,
      },
    ]);
    expect(config.acceptsKeys).toBe(false);
  });

  it('is read with every member, behind a byte order mark too', () => {
    const document = {
      $schema: 'https://example.com/sign-in.schema.json',
      accept_keys: true,
      ...provided({
        issuer: 'http://127.0.0.1:9000/application/o/wicketgate/',
        client_secret: 'word',
        scopes: ['openid', 'groups'],
        groups_claim: 'realm_access.roles',
        unchecked_seconds: 0,
        rules: [{ groups: ['admins', 'ops'], tier: 'enterprise', role: 'admin', scopes: ['releases:read'] }],
      }),
      clients: [{ id: 'own-tool', name: 'Own tool', redirect_uris: ['vscode://own.tool/signed-in'] }],
      ...federated({ tier: 'pro', role: 'viewer', scopes: ['mcp'], ttl_seconds: 60 }),
    };
    const parsed = parseSignIn(`\uFEFF${JSON.stringify(document)}`, {});
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const [provider] = parsed.config.providers;
    expect(provider).toMatchObject({
      issuer: 'http://127.0.0.1:9000/application/o/wicketgate/',
      scopes: ['openid', 'groups'],
      groupsClaim: 'realm_access.roles',
      uncheckedSeconds: 0,
      rules: [{ groups: ['admins', 'ops'], tier: 'enterprise', role: 'admin', scopes: ['releases:read'] }],
    });
    expect(provider?.clientSecret?.reveal()).toBe('word');
    expect(parsed.config.clients).toEqual([
      ...BUILT_IN_CLIENTS,
      { id: 'own-tool', name: 'Own tool', redirectUris: ['vscode://own.tool/signed-in'] },
    ]);
    expect(parsed.config.federation[0]).toMatchObject({ tier: 'pro', role: 'viewer', scopes: ['mcp'], ttlSeconds: 60 });
    expect(parsed.config.acceptsKeys).toBe(true);
  });

  it('may name the variable of a client secret', () => {
    const document = provided({ client_secret_env: 'OIDC_SECRET' });
    expect(configOf(document, { OIDC_SECRET: 'word' }).providers[0]?.clientSecret?.reveal()).toBe('word');
    for (const environment of [{}, { OIDC_SECRET: '' }]) {
      expect(problemsOf(document, environment)).toEqual([
        'providers[0].client_secret_env names a variable that is not set',
      ]);
    }
    expect(pathsOf(provided({ client_secret_env: 'WICKETGATE_OIDC' }))).toEqual(['providers[0].client_secret_env']);
    expect(pathsOf(provided({ client_secret: 'a', client_secret_env: 'B' }))).toEqual([
      'providers[0].client_secret_env',
    ]);
  });

  it('tells whether a client secret is in it, however it is written and whatever else is wrong', () => {
    const secret = { client_secret: 'word' };
    expect(parse(provided({}))).toMatchObject({ holdsSecret: false });
    expect(parse(provided({ client_secret_env: 'OIDC_SECRET' }), { OIDC_SECRET: 'x' })).toMatchObject({
      holdsSecret: false,
    });
    expect(parse(provided(secret))).toMatchObject({ ok: true, holdsSecret: true });
    expect(parse({ providers: [secret] })).toMatchObject({ ok: false, holdsSecret: true });
    expect(parseSignIn('{"providers": [{"client_secret" : "word"', {})).toMatchObject({ ok: false, holdsSecret: true });
    const escaped = JSON.stringify(provided(secret)).replace('client_secret', String.raw`client\u005fsecret`);
    expect(parseSignIn(escaped, {})).toMatchObject({ ok: true, holdsSecret: true });
  });

  it('reports everything that is wrong at once, by path', () => {
    const problems = pathsOf({
      accept_key: true,
      providers: [{ id: 'Corp', name: '', issuer: 'ftp://login.example.com', rules: [] }],
      clients: [{ id: 'Own', name: 'x', redirect_uris: ['https://own.example.com'] }],
      federation: [federationText({ ttl_seconds: 3_601, claims: {} })],
    });
    expect(problems.sort()).toEqual([
      'accept_key',
      'clients[0].id',
      'clients[0].redirect_uris[0]',
      'federation[0].claims',
      'federation[0].ttl_seconds',
      'providers[0].client_id',
      'providers[0].id',
      'providers[0].issuer',
      'providers[0].name',
      'providers[0].rules',
    ]);
  });

  it('never repeats a value, nor what stands where a name should be', () => {
    const canary = 'canary-8f3a1c';
    const documents: unknown[] = [
      canary,
      { [`${canary}!`]: 1 },
      provided({ [`${canary} x`]: 1, issuer: canary, client_secret: [canary], scopes: canary, rules: canary }),
      { clients: [{ id: canary.toUpperCase(), name: canary, redirect_uris: [canary] }] },
      federated({ issuer: canary, tier: canary, claims: canary }),
    ];
    for (const document of documents) {
      const problems = problemsOf(document);
      expect(problems).not.toEqual([]);
      expect(problems.join().toLowerCase()).not.toContain(canary);
    }
    const broken = parseSignIn(`{"client_secret": "${canary}`, {});
    expect(JSON.stringify(broken)).not.toContain(canary);
    expect(JSON.stringify(parse(provided({ client_secret: canary })))).not.toContain(canary);
  });

  it.each<[string, unknown]>([
    ['providers[0].id', provided({ id: 'a'.repeat(33) })],
    ['providers[0].id', provided({ id: 'a:b' })],
    ['providers[0].name', provided({ name: 'a'.repeat(81) })],
    ['providers[0].name', provided({ name: 'a\nb' })],
    ['providers[0].name', provided({ name: ' a' })],
    ['providers[0].issuer', provided({ issuer: 'http://login.example.com' })],
    ['providers[0].issuer', provided({ issuer: 'https://login.example.com/?tenant=1' })],
    ['providers[0].issuer', provided({ issuer: 'https://login.example.com/#x' })],
    ['providers[0].issuer', provided({ issuer: 'https://user:word@login.example.com' })],
    ['providers[0].issuer', provided({ issuer: 'https://login.example.com/a b' })],
    ['providers[0].client_id', provided({ client_id: '' })],
    ['providers[0].client_secret', provided({ client_secret: '' })],
    ['providers[0].scopes', provided({ scopes: ['profile'] })],
    ['providers[0].scopes[1]', provided({ scopes: ['openid', 'two words'] })],
    ['providers[0].groups_claim', provided({ groups_claim: '' })],
    ['providers[0].unchecked_seconds', provided({ unchecked_seconds: -1 })],
    ['providers[0].unchecked_seconds', provided({ unchecked_seconds: 2_592_001 })],
    ['providers[0].rules[0].groups', ruled({ groups: [] })],
    ['providers[0].rules[0].tier', ruled({ tier: 'gold' })],
    ['providers[0].rules[0].role', ruled({ role: 'root' })],
    ['providers[0].rules[0].role', ruled({ groups: ['ops', '*'], role: 'admin' })],
    ['providers[0].rules[0].scopes[0]', ruled({ scopes: ['Upper'] })],
    ['clients[0].id', { clients: [{ id: 'wicketgate-cli', name: 'Not it' }] }],
    ['clients[0].redirect_uris[0]', { clients: [{ id: 'own', name: 'Own', redirect_uris: ['http://127.0.0.1/x'] }] }],
    ['federation[0].claims', federated({ claims: { repository: '*', ref: '**' } })],
    ['federation[0].claims.ref', federated({ claims: { repository: 'a', ref: '' } })],
    ['federation[0].ttl_seconds', federated({ ttl_seconds: 59 })],
    ['federation[0].audience', federated({ audience: '' })],
    ['accept_keys', { accept_keys: false }],
    ['accept_keys', { accept_keys: 'yes' }],
  ])('refuses a wrong %s', (path, document) => {
    expect(pathsOf(document)).toEqual([path]);
  });

  it.each<[string, unknown]>([
    ['ids of 32 characters', provided({ id: 'a'.repeat(32) })],
    ['the longest unchecked time', provided({ unchecked_seconds: 2_592_000 })],
    ['the longest life of a workload', federated({ ttl_seconds: 3_600 })],
    ['everybody, who may look', ruled({ groups: ['*'], role: 'viewer' })],
    ['a claim with any run of characters', federated({ claims: { sub: 'repo:example/*', ref: '*' } })],
    ['keys beside a provider', { accept_keys: true, ...provided({}) }],
    ['no keys beside a provider', { accept_keys: false, ...provided({}) }],
    ['federation without a provider', federated({})],
  ])('takes %s', (_, document) => {
    expect(problemsOf(document)).toEqual([]);
  });

  it('gives providers, rules and applications names of their own, because people and workloads are told apart by them', () => {
    const twice = { providers: [providerText(), providerText()] };
    expect(pathsOf(twice)).toEqual(['providers[1].id']);
    expect(pathsOf({ ...provided({ id: 'ci' }), ...federated({ name: 'ci' }) })).toEqual(['federation[0].name']);
    const own = { id: 'own', name: 'Own' };
    expect(pathsOf({ clients: [own, own] })).toEqual(['clients[1].id']);
    expect(pathsOf({ ...provided({ id: 'own' }), clients: [own] })).toEqual([]);
  });

  it.each(['', 'null', '[]', '"x"', '{', '{}{}'])('is not %j', (text) => {
    expect(parseSignIn(text, {}).ok).toBe(false);
  });
});
