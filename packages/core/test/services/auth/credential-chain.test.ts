import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type CredentialLink, createCredentialChain } from '../../../src/services/auth/credential-chain.ts';
import {
  askLink,
  environmentLink,
  explicitLink,
  federationLink,
  sessionLink,
  storedLink,
} from '../../../src/services/auth/credential-links.ts';
import { createGatewayClient } from '../../../src/services/gateway-client.ts';
import { WicketgateError } from '../../../src/words/errors.ts';
import { Secret } from '../../../src/words/secret.ts';
import { SignInRefusedError } from '../../../src/words/sign-in-refused-error.ts';
import { failureOf } from '../../fake-world.ts';
import { createSignInWorld, openSignIn } from '../../sign-in-world.ts';

const secret = (name: string) => new Secret(`planted-value-${name}`);
const source = (credential: Secret | undefined) => ({ credential: () => Promise.resolve(credential) });
const stored = (value: Secret | undefined) => ({
  id: 'file',
  find: () => Promise.resolve(value && { secret: value, place: 'the encrypted file' }),
});

/** Every kind of link, in our order. */
function links(has: Partial<Record<CredentialLink['id'], boolean>>): CredentialLink[] {
  const of = (id: string) => (has[id] ? secret(id) : undefined);
  return [
    explicitLink(of('explicit'), 'option --key-file'),
    environmentLink({ WICKETGATE_API_KEY: of('environment')?.reveal() }),
    federationLink(source(of('federation')), 'GitHub Actions'),
    sessionLink(source(of('session')), 'sign-in'),
    storedLink(stored(of('stored'))),
    askLink(() => Promise.resolve(of('ask')), 'this terminal'),
  ];
}

const ORDER = ['explicit', 'environment', 'federation', 'session', 'stored', 'ask'] as const;

describe('a credential chain', () => {
  it.each(ORDER)('takes the credential of the first link that has one: %s', async (first) => {
    const from = ORDER.indexOf(first);
    const has = Object.fromEntries(ORDER.slice(from).map((id) => [id, true]));
    const chain = createCredentialChain(links(has));
    expect((await chain.credential())?.reveal()).toBe(`planted-value-${first}`);
    const { winner, links: looked } = chain.explain();
    expect(winner?.id).toBe(first);
    expect(looked.map(({ outcome }) => outcome)).toEqual(
      ORDER.map((_, at) => (at < from ? 'nothing' : at === from ? 'found' : 'not_asked')),
    );
    expect(inspect(chain.explain()) + JSON.stringify(chain.explain())).not.toContain('planted-value');
  });

  it('says where it looked, and has nothing when nobody has', async () => {
    const chain = createCredentialChain(links({}));
    expect(chain.explain().links.map(({ outcome }) => outcome)).toEqual(ORDER.map(() => 'not_asked'));
    expect(await chain.credential()).toBeUndefined();
    expect(chain.explain()).toMatchObject({
      winner: undefined,
      links: [
        { place: 'option --key-file' },
        { place: 'variable WICKETGATE_API_KEY' },
        { place: 'GitHub Actions' },
        { place: 'sign-in' },
        { place: 'file' },
        { place: 'this terminal' },
      ],
    });
  });

  it('looks anew at every call', async () => {
    const env: Record<string, string | undefined> = { WICKETGATE_API_KEY: ' ' };
    const chain = createCredentialChain([environmentLink(env), storedLink(stored(secret('stored')))]);
    expect((await chain.credential())?.reveal()).toBe('planted-value-stored');
    expect(chain.explain().winner?.place).toBe('the encrypted file');
    env['WICKETGATE_API_KEY'] = ' planted-value-new\n';
    expect((await chain.credential())?.reveal()).toBe('planted-value-new');
  });

  it('stops at a link that fails, and speaks for nobody else', async () => {
    const locked = new WicketgateError('offline', 'The gateway could not be reached.');
    const failing = sessionLink({ credential: () => Promise.reject(locked) }, 'sign-in');
    const chain = createCredentialChain([
      explicitLink(undefined, 'option'),
      failing,
      storedLink(stored(secret('stored'))),
    ]);
    expect(await failureOf(chain.credential())).toBe(locked);
    expect(chain.explain()).toMatchObject({
      winner: undefined,
      links: [{ outcome: 'nothing' }, { outcome: 'failed', reason: locked.message }, { outcome: 'not_asked' }],
    });
  });

  it('repeats nothing of an error that is not ours', async () => {
    const failing = storedLink({ id: 'file', find: () => Promise.reject(new Error('planted-value')) });
    const chain = createCredentialChain([failing]);
    await failureOf(chain.credential());
    expect(JSON.stringify(chain.explain())).not.toContain('planted-value');
  });

  it('goes on past a pipeline that the gateway has no rule for, and says so; not past one that it cannot be asked about', async () => {
    const refused = new SignInRefusedError('invalid_grant', 'There is no rule for this pipeline.');
    const federation = (error: Error) => federationLink({ credential: () => Promise.reject(error) }, 'GitHub Actions');
    const chain = createCredentialChain([federation(refused), storedLink(stored(secret('stored')))]);
    expect((await chain.credential())?.reveal()).toBe('planted-value-stored');
    expect(chain.explain().links[0]).toMatchObject({ outcome: 'nothing', reason: refused.message });
    const offline = new WicketgateError('offline', 'The gateway could not be reached.');
    const other = createCredentialChain([federation(offline), storedLink(stored(secret('stored')))]);
    expect(await failureOf(other.credential())).toBe(offline);
  });

  it('asks a person once, and once more when the answer was refused', async () => {
    const answers = [secret('one'), secret('two')];
    let asked = 0;
    const chain = createCredentialChain([askLink(() => Promise.resolve(answers[asked++]), 'this terminal')]);
    expect(await chain.credential()).toBe(answers[0]);
    expect(await chain.credential()).toBe(answers[0]);
    expect(await chain.renew(secret('one'))).toBe(answers[1]);
    expect(await chain.renew(secret('one'))).toBe(answers[1]);
    expect(await chain.credential()).toBe(answers[1]);
    expect(asked).toBe(2);
  });

  it('renews by the link that had the credential alone', async () => {
    const renewing = sessionLink(
      { ...source(secret('session')), renew: () => Promise.resolve(secret('renewed')) },
      'sign-in',
    );
    const chain = createCredentialChain([explicitLink(secret('explicit'), 'option'), renewing]);
    expect(await chain.renew(secret('explicit'))).toBeUndefined();
    await chain.credential();
    expect(await chain.renew(secret('explicit'))).toBeUndefined();
    const other = createCredentialChain([explicitLink(undefined, 'option'), renewing]);
    const credential = await other.credential();
    expect(credential && (await other.renew(credential))?.reveal()).toBe('planted-value-renewed');
  });

  it('asks the link that gave what was refused, though another has won since', async () => {
    const env: Record<string, string | undefined> = { WICKETGATE_API_KEY: 'planted-value-environment' };
    const asked: string[] = [];
    const renew = (refused: Secret) => Promise.resolve((asked.push(refused.reveal()), secret('renewed')));
    const session = sessionLink({ ...source(secret('session')), renew }, 'sign-in');
    const chain = createCredentialChain([environmentLink(env), session]);
    const key = await chain.credential();
    delete env['WICKETGATE_API_KEY'];
    const token = await chain.credential();
    env['WICKETGATE_API_KEY'] = key?.reveal();
    await chain.credential();
    expect(key && (await chain.renew(key))).toBeUndefined();
    expect(token && (await chain.renew(token))?.reveal()).toBe('planted-value-renewed');
    expect((await chain.renew(secret('renewed')))?.reveal()).toBe('planted-value-renewed');
    expect(asked).toEqual(['planted-value-session', 'planted-value-renewed']);
  });

  it('asks a person once for all who want to know at the same time, also after a refusal', async () => {
    const answers = [secret('one'), secret('two')];
    let asked = 0;
    const chain = createCredentialChain([askLink(() => Promise.resolve(answers[asked++]), 'this terminal')]);
    const both = await Promise.all([chain.credential(), chain.credential()]);
    expect(both.map((each) => each?.reveal())).toEqual(['planted-value-one', 'planted-value-one']);
    const renewed = await Promise.all([chain.renew(secret('one')), chain.renew(secret('one'))]);
    expect(renewed.map((each) => each?.reveal())).toEqual(['planted-value-two', 'planted-value-two']);
    expect(asked).toBe(2);
  });

  it('ends when its caller leaves', async () => {
    const reason = new Error('enough');
    const chain = createCredentialChain(links({ ask: true }));
    expect(await failureOf(chain.credential(AbortSignal.abort(reason)))).toBe(reason);
  });

  it('refuses two links with one name', () => {
    expect(() => createCredentialChain([environmentLink({}), environmentLink({}, 'OTHER')])).toThrow(TypeError);
  });

  it('carries a client of the gateway over the end of an access token', async () => {
    const world = createSignInWorld();
    const session = world.session({ refresh: 'asked' });
    await session.save(await openSignIn(world));
    const credential = createCredentialChain([environmentLink({}), sessionLink(session, 'sign-in')]);
    const client = createGatewayClient({ ...world.options, credential });
    await world.clock.advance(1);
    world.gateway.signIn.expireAccessTokens();
    await world.clock.advance(1);
    expect(await world.settled(client.auth.me())).toMatchObject({ principal: { id: 'owner-1' } });
    expect(world.refreshes()).toBe(1);
  });

  it('reads what was given when it is asked, and stops where that cannot be read', async () => {
    const seen: (AbortSignal | undefined)[] = [];
    const given = (signal?: AbortSignal) => Promise.resolve((seen.push(signal), secret('given')));
    const chain = createCredentialChain([explicitLink(given, 'file my.key')]);
    expect(seen).toEqual([]);
    const { signal } = new AbortController();
    expect((await chain.credential(signal))?.reveal()).toBe('planted-value-given');
    expect(seen).toEqual([signal]);
    const unreadable = new WicketgateError('unsafe_file', 'Others can read the file.');
    const failing = explicitLink(() => Promise.reject(unreadable), 'file my.key');
    const other = createCredentialChain([failing, storedLink(stored(secret('stored')))]);
    expect(await failureOf(other.credential())).toBe(unreadable);
    const nothing = explicitLink(() => Promise.resolve(undefined), 'standard input');
    const third = createCredentialChain([nothing, storedLink(stored(secret('stored')))]);
    expect((await third.credential())?.reveal()).toBe('planted-value-stored');
  });

  it('lets the reader of a variable refuse what is in it, and asks it about no empty one', async () => {
    const read = (text: string) => {
      if (text.includes(' ')) throw new WicketgateError('malformed_key', 'The variable holds more than one word.');
      return new Secret(text);
    };
    const at = (value: string) =>
      createCredentialChain([environmentLink({ OTHER: value }, 'OTHER', read), storedLink(stored(secret('stored')))]);
    expect((await at(' planted-value-one\n').credential())?.reveal()).toBe('planted-value-one');
    expect((await at(' \t').credential())?.reveal()).toBe('planted-value-stored');
    const refused = at('two words');
    expect(await failureOf(refused.credential())).toMatchObject({ code: 'malformed_key' });
    expect(refused.explain().links.map(({ outcome }) => outcome)).toEqual(['failed', 'not_asked']);
  });

  it('takes an empty stored value for none', async () => {
    const empty = createCredentialChain([storedLink(stored(new Secret('')))]);
    expect(await empty.credential()).toBeUndefined();
  });
});
