import { Secret } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { createEnvironmentSource } from '../../src/adapters/environment-source.ts';
import { createExplicitSource } from '../../src/adapters/explicit-source.ts';
import type { ProgramRequest } from '../../src/ports/program-runner.ts';
import type { SecretAccess } from '../../src/services/manager-options.ts';
import { SecretManager } from '../../src/services/secret-manager.ts';
import { SecretsError } from '../../src/words/errors.ts';
import type { SecretSpec } from '../../src/words/spec.ts';
import { createCollectingLogger } from '../collecting-logger.ts';
import { createMemoryStore } from '../memory-store.ts';

const VALUE = 'planted-value-0123456789';

function specOf(name: string, facts: Partial<SecretSpec> = {}): SecretSpec {
  return { name, aliases: [], scopes: [], required: true, from: 'test', ...facts };
}

function keyringFailure(code: 'keyring_unavailable' | 'keyring_locked' | 'keyring_timeout') {
  return new SecretsError(code, `The keyring says ${code}.`);
}

describe('construction', () => {
  it('refuses two sources of one id, and a store that is none or cannot be written to', () => {
    const store = createMemoryStore('file');
    expect(() => new SecretManager({ sources: [store, createMemoryStore('file')] })).toThrow(TypeError);
    expect(() => new SecretManager({ sources: [store], store: 'keyring' })).toThrow(TypeError);
    expect(() => new SecretManager({ sources: [createEnvironmentSource({})], store: 'environment' })).toThrow(
      TypeError,
    );
  });

  it('refuses two specs that claim one name, as name or as alias', () => {
    const specs = [specOf('ONE', { aliases: ['SHARED'] }), specOf('SHARED')];
    expect(() => new SecretManager({ sources: [], specs })).toThrow(/SHARED/);
  });
});

describe('get and require', () => {
  it('ask nothing below the first value', async () => {
    const [high, low] = [createMemoryStore('high', { values: { A: VALUE } }), createMemoryStore('low')];
    const manager = new SecretManager({ sources: [high, low] });
    expect((await manager.get('A'))?.reveal()).toBe(VALUE);
    expect(low.asked).toEqual([]);
  });

  it('answer undefined or the default where nobody has it', async () => {
    const manager = new SecretManager({ sources: [createMemoryStore('file')] });
    expect(await manager.get('A')).toBeUndefined();
    expect((await manager.get('A', { default: 'text' }))?.reveal()).toBe('text');
    const secret = new Secret('kept as it is');
    expect(await manager.get('A', { default: secret })).toBe(secret);
  });

  it('remember no miss: what is set later is found', async () => {
    const store = createMemoryStore('file');
    const manager = new SecretManager({ sources: [store] });
    expect(await manager.get('A')).toBeUndefined();
    store.values.set('A', VALUE);
    expect((await manager.get('A'))?.reveal()).toBe(VALUE);
    store.values.delete('A');
    expect(await manager.get('A')).toBeUndefined();
  });

  it('take a value of white space for none', async () => {
    const sources = [createExplicitSource({ A: ' \t ' }), createMemoryStore('file', { values: { A: VALUE } })];
    expect((await new SecretManager({ sources }).get('A'))?.reveal()).toBe(VALUE);
  });

  it('require names the secret, where it is made and what could not be asked', async () => {
    const keyring = createMemoryStore('keyring');
    keyring.failWith(keyringFailure('keyring_locked'));
    const specs = [specOf('A', { url: 'https://example.com/keys' })];
    const error: unknown = await new SecretManager({ sources: [keyring], specs }).require('A').catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'missing_secret', secretName: 'A' });
    const { hint } = error as SecretsError;
    expect(hint).toContain('https://example.com/keys');
    expect(hint).toContain('keyring_locked');
  });

  it.each(['', '1A', 'A B', 'a'.repeat(129), 'A=B'])('refuse the name %j', async (name) => {
    const manager = new SecretManager({ sources: [] });
    await expect(manager.get(name)).rejects.toMatchObject({ code: 'invalid_name' });
    await expect(manager.explain(name)).rejects.toMatchObject({ code: 'invalid_name' });
    await expect(manager.set(name, new Secret(VALUE))).rejects.toMatchObject({ code: 'invalid_name' });
    await expect(manager.delete(name)).rejects.toMatchObject({ code: 'invalid_name' });
    await expect(manager.probe(name)).rejects.toMatchObject({ code: 'invalid_name' });
  });

  it('take no member that every object has for a value', async () => {
    const manager = new SecretManager({ sources: [createExplicitSource({}), createEnvironmentSource({})] });
    expect(await manager.get('constructor')).toBeUndefined();
    expect(await manager.get('__proto__')).toBeUndefined();
  });
});

describe('a source that fails', () => {
  it.each(['keyring_unavailable', 'keyring_locked', 'keyring_timeout'] as const)(
    'with %s is passed over, told to the logger, and reported',
    async (code) => {
      const [keyring, file] = [createMemoryStore('keyring'), createMemoryStore('file', { values: { A: VALUE } })];
      keyring.failWith(keyringFailure(code));
      const logger = createCollectingLogger();
      const manager = new SecretManager({ sources: [keyring, file], logger });
      const finding = await manager.find('A');
      expect(finding?.from.source).toBe('file');
      expect(finding?.skipped).toEqual([{ source: 'keyring', code, reason: `The keyring says ${code}.` }]);
      expect(logger.lines).toEqual([expect.objectContaining({ level: 'warn', fields: finding?.skipped[0] })]);
    },
  );

  it.each([
    ['of ours', new SecretsError('wrong_key', 'The passphrase does not open the file.')],
    ['of a file that a locked keyring keeps shut', keyringFailure('keyring_locked')],
    ['of a file that an absent keyring keeps shut', keyringFailure('keyring_unavailable')],
    ['of the keyring itself', new SecretsError('keyring_failed', 'The keyring answered with an error.')],
    ['of the system', Object.assign(new Error('EACCES'), { code: 'EACCES' })],
  ])('with an error %s ends the search: no lower value takes the place of a higher one', async (_, error) => {
    const [file, low] = [createMemoryStore('file'), createMemoryStore('low', { values: { A: VALUE } })];
    file.failWith(error);
    const manager = new SecretManager({ sources: [file, low], specs: [specOf('A')] });
    await expect(manager.get('A')).rejects.toBe(error);
    await expect(manager.require('A')).rejects.toBe(error);
    await expect(manager.find('A')).rejects.toBe(error);
    await expect(manager.check()).rejects.toBe(error);
    expect(low.asked).toEqual([]);
  });

  it('below the value that is used changes nothing, and is reported', async () => {
    const [high, file] = [createMemoryStore('high', { values: { A: VALUE } }), createMemoryStore('file')];
    file.failWith(new SecretsError('wrong_key', 'The passphrase does not open the file.'));
    const finding = await new SecretManager({ sources: [high, file] }).find('A');
    expect(finding?.secret.reveal()).toBe(VALUE);
    expect(finding?.skipped).toEqual([expect.objectContaining({ source: 'file', code: 'wrong_key' })]);
  });

  it('that was passed over is not asked again by the same operation', async () => {
    const keyring = createMemoryStore('keyring');
    keyring.failWith(keyringFailure('keyring_timeout'));
    const specs = [specOf('A', { aliases: ['B', 'C'] }), specOf('D')];
    const manager = new SecretManager({ sources: [keyring], specs });
    await manager.check();
    expect(keyring.asked).toEqual(['A']);
    await manager.get('A');
    expect(keyring.asked).toEqual(['A', 'A']);
  });
});

describe('set and delete', () => {
  it('write to the store of the options, or to the one that is named', async () => {
    const [keyring, file] = [createMemoryStore('keyring'), createMemoryStore('file')];
    const manager = new SecretManager({ sources: [createEnvironmentSource({}), keyring, file], store: 'file' });
    const secret = new Secret(VALUE);
    expect(await manager.set('A', secret)).toEqual({ source: 'file', name: 'A', place: 'file in memory' });
    expect(await manager.set('B', secret, { to: 'keyring' })).toMatchObject({ source: 'keyring' });
    expect([...file.values.keys(), ...keyring.values.keys()]).toEqual(['A', 'B']);
  });

  it('without a store write to the first that can be written to', async () => {
    const [keyring, file] = [createMemoryStore('keyring'), createMemoryStore('file')];
    await new SecretManager({ sources: [createEnvironmentSource({}), keyring, file] }).set('A', new Secret(VALUE));
    expect(keyring.values.has('A')).toBe(true);
  });

  it('name what can be written to when the wish cannot be met', async () => {
    const manager = new SecretManager({ sources: [createEnvironmentSource({ A: VALUE }), createMemoryStore('file')] });
    const refused = { code: 'not_writable', hint: 'Sources that can be written to: file.' };
    await expect(manager.set('A', new Secret(VALUE), { to: 'environment' })).rejects.toMatchObject(refused);
    await expect(manager.delete('A', { from: 'cloud' })).rejects.toMatchObject(refused);
  });

  it.each(['', '  ', 'two\nlines', 'nul\0', 'x'.repeat(65_537)])(
    'refuse a value that no source keeps',
    async (value) => {
      const file = createMemoryStore('file');
      const set = new SecretManager({ sources: [file] }).set('A', new Secret(value));
      await expect(set).rejects.toMatchObject({ code: 'invalid_value', secretName: 'A' });
      expect(file.values.size).toBe(0);
    },
  );

  it('fail when the store has forgotten the value at once', async () => {
    const forgetful = { ...createMemoryStore('file'), put: () => Promise.resolve() };
    const set = new SecretManager({ sources: [forgetful] }).set('A', new Secret(VALUE));
    await expect(set).rejects.toMatchObject({ code: 'not_writable', secretName: 'A' });
  });

  it('delete exactly the name, and answers who held it', async () => {
    const values = { A: VALUE, OLD_A: VALUE };
    const [keyring, file] = [createMemoryStore('keyring', { values }), createMemoryStore('file', { values })];
    const manager = new SecretManager({ sources: [keyring, file], specs: [specOf('A', { aliases: ['OLD_A'] })] });
    expect(await manager.delete('A', { from: 'file' })).toEqual(['file']);
    expect(await manager.delete('A', { from: 'file' })).toEqual([]);
    expect(await manager.delete('A', { from: 'all' })).toEqual(['keyring']);
    expect([...file.values.keys()]).toEqual(['OLD_A']);
  });

  it('delete from all goes on past a failure and tells it at the end; a keyring that is not there holds nothing', async () => {
    const [keyring, file] = [createMemoryStore('keyring'), createMemoryStore('file', { values: { A: VALUE } })];
    const manager = new SecretManager({ sources: [keyring, file] });
    keyring.failWith(keyringFailure('keyring_locked'));
    await expect(manager.delete('A', { from: 'all' })).rejects.toMatchObject({ code: 'keyring_locked' });
    expect(file.values.has('A')).toBe(false);
    keyring.failWith(keyringFailure('keyring_unavailable'));
    expect(await manager.delete('A', { from: 'all' })).toEqual([]);
    file.failWith(keyringFailure('keyring_unavailable'));
    await expect(manager.delete('A', { from: 'all' })).rejects.toMatchObject({ code: 'keyring_unavailable' });
  });
});

describe('list', () => {
  const updatedAt = Date.UTC(2026, 0, 1);

  it('shows everything that may be known, and no value', async () => {
    const file = createMemoryStore('file', { values: { A: VALUE, STRAY: 'short' }, updatedAt });
    const specs = [
      specOf('A', {
        purpose: 'opens A',
        url: 'https://example.com/a',
        pattern: String.raw`planted-\S+`,
        rotationDays: 2,
      }),
      specOf('B', { required: false }),
    ];
    const manager = new SecretManager({ sources: [createEnvironmentSource({ A: VALUE }), file], specs });
    const listings = await manager.list();
    expect(listings).toEqual([
      {
        ...{ name: 'A', isSet: true, required: true, purpose: 'opens A', url: 'https://example.com/a' },
        ...{ from: { source: 'environment', name: 'A', place: 'variable A' }, fits: true },
        ...{ shown: '[redacted …6789]', length: VALUE.length },
        shadowed: [{ source: 'file', name: 'A', place: 'file in memory', updatedAt, differs: false }],
      },
      { name: 'B', isSet: false, required: false, shadowed: [] },
      {
        ...{ name: 'STRAY', isSet: true, required: false, shown: '[redacted]', length: 5, shadowed: [] },
        from: { source: 'file', name: 'STRAY', place: 'file in memory', updatedAt },
      },
    ]);
    expect(JSON.stringify(listings)).not.toContain(VALUE);
  });

  it('tells when a secret should be replaced where both its age and the period are known', async () => {
    const file = createMemoryStore('file', { values: { A: VALUE, B: VALUE }, updatedAt });
    const manager = new SecretManager({ sources: [file], specs: [specOf('A', { rotationDays: 90 }), specOf('B')] });
    const [a, b] = await manager.list();
    expect(a?.rotateBy).toBe(Date.UTC(2026, 3, 1));
    expect(b).not.toHaveProperty('rotateBy');
  });

  it('does not list an alias beside its secret', async () => {
    const file = createMemoryStore('file', { values: { OLD_A: VALUE } });
    const manager = new SecretManager({ sources: [file], specs: [specOf('A', { aliases: ['OLD_A'] })] });
    expect((await manager.list()).map(({ name }) => name)).toEqual(['A']);
  });

  it('leaves out what stands in a store under a name that no call takes', async () => {
    const file = createMemoryStore('file', {
      values: { A: VALUE, 'not a name': VALUE, '\u001b[2J': VALUE, '': VALUE },
    });
    expect((await new SecretManager({ sources: [file] }).list()).map(({ name }) => name)).toEqual(['A']);
    expect(file.asked).toEqual(['A']);
  });

  it('tells of the source that failed where nothing can be told, and lists the rest', async () => {
    const [env, file] = [createEnvironmentSource({ B: VALUE }), createMemoryStore('file')];
    const find = file.find.bind(file);
    const broken = new SecretsError('wrong_key', 'The passphrase does not open the file.');
    const locked = { ...file, find: (name: string) => (name === 'A' ? Promise.reject(broken) : find(name)) };
    const manager = new SecretManager({ sources: [env, locked], specs: [specOf('A'), specOf('B')] });
    const [a, b] = await manager.list();
    expect(a).toMatchObject({ isSet: false, failure: { source: 'file', code: 'wrong_key' } });
    expect(b).toMatchObject({ isSet: true });
    expect(b).not.toHaveProperty('failure');
  });

  it('says that a locked keyring may hold it, and that one which is not there does not', async () => {
    const keyring = createMemoryStore('keyring');
    const manager = new SecretManager({ sources: [keyring], specs: [specOf('A')] });
    keyring.failWith(keyringFailure('keyring_locked'));
    expect(await manager.list()).toEqual([
      expect.objectContaining({ isSet: false, failure: expect.anything() as unknown }),
    ]);
    keyring.failWith(keyringFailure('keyring_unavailable'));
    expect((await manager.list())[0]).not.toHaveProperty('failure');
  });

  it('says that a file which an absent keyring keeps shut may hold it, also below the value that is used', async () => {
    const file = createMemoryStore('file', { values: { A: VALUE } });
    const shut = { ...file, find: () => Promise.reject(keyringFailure('keyring_unavailable')) };
    for (const sources of [[shut], [createEnvironmentSource({ A: VALUE }), shut]]) {
      const [listing] = await new SecretManager({ sources, specs: [specOf('A')] }).list();
      expect(listing?.isSet).toBe(sources.length === 2);
    }
    const manager = new SecretManager({ sources: [createEnvironmentSource({ A: VALUE }), shut] });
    expect((await manager.find('A'))?.skipped).toMatchObject([{ source: 'file', code: 'keyring_unavailable' }]);
    expect((await manager.list())[0]?.failure).toBeUndefined();
  });

  it('fails when a store cannot tell what it holds: a list without it would look whole', async () => {
    const file = createMemoryStore('file');
    file.failWith(new SecretsError('corrupt_file', 'The file is damaged.'));
    await expect(new SecretManager({ sources: [file] }).list()).rejects.toMatchObject({ code: 'corrupt_file' });
  });
});

describe('explain', () => {
  it('shows every place in order with what was found there', async () => {
    const keyring = createMemoryStore('keyring');
    keyring.failWith(keyringFailure('keyring_locked'));
    const file = createMemoryStore('file', { values: { A: '', OLD_A: VALUE } });
    const low = createMemoryStore('low', { values: { A: 'another' } });
    const specs = [specOf('A', { aliases: ['OLD_A'] })];
    const places = await new SecretManager({ sources: [keyring, file, low], specs }).explain('A');
    expect(places).toEqual([
      {
        source: 'keyring',
        name: 'A',
        outcome: 'skipped',
        code: 'keyring_locked',
        reason: expect.any(String) as string,
      },
      { source: 'file', name: 'A', outcome: 'empty', place: 'file in memory' },
      { source: 'file', name: 'OLD_A', outcome: 'used', place: 'file in memory' },
      { source: 'low', name: 'A', outcome: 'shadowed', place: 'low in memory', differs: true },
      { source: 'low', name: 'OLD_A', outcome: 'absent' },
    ]);
  });

  it('calls nothing used below a place that failed, and repeats no message of a stranger', async () => {
    const file = createMemoryStore('file');
    file.failWith(new Error(`cannot parse ${VALUE}`));
    const low = createMemoryStore('low', { values: { A: VALUE } });
    const places = await new SecretManager({ sources: [file, low] }).explain('A');
    expect(places).toEqual([
      { source: 'file', name: 'A', outcome: 'failed', code: 'failed', reason: 'The source file cannot be read.' },
      { source: 'low', name: 'A', outcome: 'shadowed', place: 'low in memory' },
    ]);
  });
});

describe('check', () => {
  it('tells of each required secret whether it is there', async () => {
    const specs = [specOf('A'), specOf('B', { aliases: ['OLD_B'] }), specOf('C'), specOf('D', { required: false })];
    const manager = new SecretManager({ sources: [createEnvironmentSource({ A: VALUE, OLD_B: VALUE, C: '' })], specs });
    expect(await manager.check()).toEqual([
      { name: 'A', present: true },
      { name: 'B', present: true },
      { name: 'C', present: false },
    ]);
  });
});

describe('run', () => {
  function createRun(env: Record<string, string>, specs: readonly SecretSpec[]) {
    const requests: ProgramRequest[] = [];
    const runner = (request: ProgramRequest) => {
      requests.push(request);
      return Promise.resolve(7);
    };
    return { requests, manager: new SecretManager({ sources: [createEnvironmentSource(env)], specs, runner }) };
  }

  it('gives a program all that have a spec and a value, under their own names, and answers its exit code', async () => {
    const specs = [
      specOf('A', { aliases: ['OLD_A'] }),
      specOf('B', { required: false }),
      specOf('C', { required: false }),
    ];
    const { requests, manager } = createRun({ OLD_A: VALUE, C: 'c', OTHER: 'not asked for' }, specs);
    const signal = new AbortController().signal;
    expect(await manager.run(['program', 'word'], { signal })).toBe(7);
    const [request] = requests;
    expect(request).toMatchObject({ command: ['program', 'word'], signal, known: ['A', 'OLD_A', 'B', 'C'] });
    expect([...(request?.secrets ?? [])].map(([name, secret]) => [name, secret.reveal()])).toEqual([
      ['A', VALUE],
      ['C', 'c'],
    ]);
  });

  it('gives exactly the names that are asked for, and needs each', async () => {
    const { requests, manager } = createRun({ A: VALUE, B: VALUE }, [specOf('A')]);
    await manager.run(['program'], { names: ['B', 'B'] });
    expect([...(requests[0]?.secrets.keys() ?? [])]).toEqual(['B']);
    await expect(manager.run(['program'], { names: ['A', 'GONE'] })).rejects.toMatchObject({ secretName: 'GONE' });
    expect(requests).toHaveLength(1);
  });

  it('starts nothing when required ones are missing, and names them all', async () => {
    const { requests, manager } = createRun({ B: VALUE }, [specOf('A'), specOf('B'), specOf('C')]);
    const missing = { code: 'missing_secret', message: 'These secrets are not set: A, C.' };
    await expect(manager.run(['program'])).rejects.toMatchObject(missing);
    const named = manager.run(['program'], { names: ['A', 'A'] });
    await expect(named).rejects.toMatchObject({ message: 'A is not set.', secretName: 'A' });
    expect(requests).toEqual([]);
  });

  it('without a runner is misuse', async () => {
    await expect(new SecretManager({ sources: [] }).run(['program'])).rejects.toThrow(TypeError);
  });
});

describe('the audit', () => {
  it('is told of each look at a value with name, source, time and outcome, and never of the value', async () => {
    const seen: SecretAccess[] = [];
    const clock = createFakeClock();
    const file = createMemoryStore('file', { values: { A: VALUE } });
    const manager = new SecretManager({ sources: [file], clock, onAccess: (access) => seen.push(access) });
    await manager.get('A');
    await clock.advance(5);
    await manager.find('B');
    file.failWith(new SecretsError('wrong_key', 'No.'));
    await expect(manager.require('A')).rejects.toThrow('No.');
    const at = clock.now();
    expect(seen).toEqual([
      { name: 'A', source: 'file', at: at - 5, outcome: 'found' },
      { name: 'B', source: undefined, at, outcome: 'absent' },
      { name: 'A', source: undefined, at, outcome: 'failed' },
    ]);
    expect(JSON.stringify(seen)).not.toContain(VALUE);
  });

  it('that cannot be written lets no value out', async () => {
    const sources = [createMemoryStore('file', { values: { A: VALUE } })];
    const onAccess = () => {
      throw new Error('The audit log is full.');
    };
    await expect(new SecretManager({ sources, onAccess }).get('A')).rejects.toThrow('The audit log is full.');
  });

  it('is not told of lists and explanations, which hand out nothing', async () => {
    const seen: SecretAccess[] = [];
    const sources = [createMemoryStore('file', { values: { A: VALUE } })];
    const manager = new SecretManager({ sources, onAccess: (access) => seen.push(access) });
    await manager.list();
    await manager.explain('A');
    expect(seen).toEqual([]);
  });
});

it('every method ends with the reason of an aborted signal, whatever the source says', async () => {
  const reason = new Error('stopped by the user');
  const signal = AbortSignal.abort(reason);
  const file = createMemoryStore('file', { values: { A: VALUE } });
  const probe = { method: 'GET', url: 'https://example.com', present: 'bearer' } as const;
  const manager = new SecretManager({
    ...{ sources: [file], specs: [specOf('A', { probe })], runner: () => Promise.resolve(0) },
  });
  const calls = [
    manager.get('A', { signal }),
    manager.require('A', { signal }),
    manager.find('A', { signal }),
    manager.set('A', new Secret(VALUE), { signal }),
    manager.delete('A', { signal }),
    manager.list({ signal }),
    manager.explain('A', { signal }),
    manager.check({ signal }),
    manager.run(['program'], { signal }),
    manager.probe('A', { signal }),
  ];
  for (const call of calls) await expect(call).rejects.toBe(reason);
});

describe('probe', () => {
  it('says none without a request, and unset without a value', async () => {
    const probe = { method: 'GET', url: 'https://example.com', present: 'bearer' } as const;
    const manager = new SecretManager({ sources: [], specs: [specOf('A', { probe }), specOf('B')] });
    expect(await manager.probe('A')).toEqual({ outcome: 'unset' });
    expect(await manager.probe('B')).toEqual({ outcome: 'none' });
    expect(await manager.probe('UNKNOWN')).toEqual({ outcome: 'none' });
  });

  it('refuses a request of a project that is not allowed', async () => {
    const specs = [specOf('A', { withheld: ['probe'] })];
    const manager = new SecretManager({ sources: [createEnvironmentSource({ A: VALUE })], specs });
    await expect(manager.probe('A')).rejects.toMatchObject({ code: 'not_allowed', secretName: 'A' });
  });
});
