import { describe, expect, it, test } from 'vitest';
import { gateContributions, gateTexts, manifestFaults } from '../src/manifest.ts';
import { accessAddress } from '../src/rules/access-address.ts';

const OPTIONS = { id: 'acme', title: 'Acme Tool', view: 'acme.welcome' };

/** A whole manifest of an extension that has a gate. */
function manifest(change: Record<string, unknown> = {}) {
  const views = { explorer: [{ id: 'acme.welcome', name: 'Acme', when: 'acme.state != active' }] };
  return { name: 'acme', contributes: { ...gateContributions(OPTIONS), views, ...change } };
}

const faults = (change: Record<string, unknown>) =>
  manifestFaults(manifest(change), { id: 'acme', view: 'acme.welcome' });

describe('the contributions of a gate', () => {
  it('are the nine commands of the extension', () => {
    expect(gateContributions(OPTIONS).commands).toEqual([
      { command: 'acme.signIn', title: 'Sign In', category: 'Acme Tool' },
      { command: 'acme.enterKey', title: 'Enter API Key', category: 'Acme Tool' },
      { command: 'acme.signOut', title: 'Sign Out', category: 'Acme Tool' },
      { command: 'acme.checkStatus', title: 'Check Status', category: 'Acme Tool' },
      { command: 'acme.showMenu', title: 'Show Menu', category: 'Acme Tool' },
      { command: 'acme.openSettings', title: 'Open Settings', category: 'Acme Tool' },
      { command: 'acme.showOutput', title: 'Show Output', category: 'Acme Tool' },
      { command: 'acme.copyDiagnostics', title: 'Copy Diagnostics', category: 'Acme Tool' },
      { command: 'acme.requestAccess', title: 'Request Access', category: 'Acme Tool' },
    ]);
  });

  it('are two settings that no workspace and no other machine can set', () => {
    const { title, properties } = gateContributions(OPTIONS).configuration;
    expect(title).toBe('Acme Tool');
    expect(Object.keys(properties)).toEqual(['acme.url', 'acme.requestAccessUrl']);
    for (const property of Object.values(properties)) {
      expect(property).toMatchObject({ type: 'string', default: '', scope: 'machine' });
    }
  });

  it('are an account of the editor, and a welcome that offers to sign in, for an extension with an id at the gateway', () => {
    const made = gateContributions({ ...OPTIONS, clientId: 'acme-tool' });
    expect(made.authentication).toEqual([{ id: 'acme', label: 'Acme Tool' }]);
    expect(gateContributions(OPTIONS).authentication).toBeUndefined();
    for (const { contents, when } of made.viewsWelcome) {
      if (when.includes('checking')) continue;
      expect(contents).toContain('\n[Sign In](command:acme.signIn)');
      expect(contents).not.toContain('API key');
    }
  });

  it('lack nothing but the account when that is not declared', () => {
    const expected = { id: 'acme', view: 'acme.welcome', clientId: 'acme-tool' };
    expect(manifestFaults(manifest(), expected)).toEqual(['contributes.authentication lacks acme.']);
    expect(manifestFaults(manifest({ authentication: [{ id: 'other' }] }), expected)).toHaveLength(1);
    expect(manifestFaults(manifest({ authentication: [{ id: 'acme', label: 'Acme' }] }), expected)).toEqual([]);
  });

  it('are a welcome for each state that is shut, also before there is a state', () => {
    const { viewsWelcome } = gateContributions(OPTIONS);
    expect(viewsWelcome.map(({ view, when }) => [view, when])).toEqual([
      ['acme.welcome', 'acme.state == noKey'],
      ['acme.welcome', '!acme.state || acme.state == checking'],
      ['acme.welcome', 'acme.state == invalid'],
      ['acme.welcome', 'acme.state == unavailable'],
    ]);
    for (const { contents } of viewsWelcome)
      expect(contents).toContain('\n[Request Access](command:acme.requestAccess)');
    expect(viewsWelcome[3]?.contents).toContain('\n[Retry Now](command:acme.checkStatus)\n');
  });

  it.each([
    ['', true],
    ['https://gateway.example/tools?for=access', true],
    ['http://127.0.0.1:8787', true],
    ['http://localhost', true],
    ['http://[::1]:8787/path', true],
    ['http://gateway.example', false],
    ['http://localhost.example', false],
    ['gateway.example', false],
    ['command:acme.steal', false],
  ])('say of the address %j what the gate will say of it: usable is %s', (address, usable) => {
    for (const { pattern, patternErrorMessage } of Object.values(gateContributions(OPTIONS).configuration.properties)) {
      expect(new RegExp(pattern).test(address)).toBe(usable);
      expect(patternErrorMessage).toContain('https://');
    }
    if (address !== '') expect(accessAddress(address) !== undefined).toBe(usable);
  });

  it('are one setting where the code names the gateway', () => {
    const { configuration } = gateContributions({ ...OPTIONS, url: 'option' });
    expect(Object.keys(configuration.properties)).toEqual(['acme.requestAccessUrl']);
    expect(manifestFaults(manifest({ configuration }), { id: 'acme', url: 'option' })).toEqual([]);
  });

  it('welcome nobody without a view', () => {
    expect(gateContributions({ id: 'acme', title: 'Acme Tool' }).viewsWelcome).toEqual([]);
  });

  it('take a category, and texts by their keys', () => {
    const texts = gateTexts(OPTIONS);
    const commands = { ...texts.commands, enterKey: '%acme.enterKey%' };
    const made = gateContributions({ ...OPTIONS, category: 'Acme', texts: { ...texts, commands } });
    expect(made.commands[1]).toEqual({ command: 'acme.enterKey', title: '%acme.enterKey%', category: 'Acme' });
  });
});

describe('a manifest', () => {
  it('that has the contributions has no fault', () => {
    expect(faults({})).toEqual([]);
  });

  it.each([undefined, null, 'text', {}, { contributes: [] }, { contributes: { commands: 'none' } }])(
    'of the value %j cannot be read',
    (value) => {
      expect(manifestFaults(value, { id: 'acme' })).not.toEqual([]);
    },
  );

  it('must declare each command of the gate', () => {
    const commands = gateContributions(OPTIONS).commands.filter(({ command }) => command !== 'acme.signOut');
    expect(faults({ commands })).toEqual(['contributes.commands lacks acme.signOut.']);
    expect(faults({ commands: undefined })).toHaveLength(9);
  });

  it('must declare the address, unless the code names it', () => {
    const bare = manifest({ configuration: undefined });
    expect(manifestFaults(bare, { id: 'acme' })).toEqual(['contributes.configuration lacks acme.url.']);
    expect(manifestFaults(bare, { id: 'acme', url: 'option' })).toEqual([]);
  });

  it.each(['window', 'resource', 'application', 'machine-overridable', undefined])(
    'must not let the address have the scope %s',
    (scope) => {
      const configuration = [{ properties: { 'acme.url': { type: 'string', scope } } }];
      expect(faults({ configuration })).toEqual([
        'acme.url must have the scope "machine": a workspace could send the key elsewhere.',
      ]);
    },
  );

  it.each(['acme.apiKey', 'acme.api_key', 'acme.key', 'acme.auth.accessToken', 'acme.clientSecret', 'acme.password'])(
    'must not have the setting %s',
    (name) => {
      const properties = {
        ...gateContributions(OPTIONS).configuration.properties,
        [name]: { type: ['string', 'null'] },
      };
      expect(faults({ configuration: { properties } })).toEqual([
        `${name} looks like a setting for a key: keys belong to SecretStorage alone.`,
      ]);
    },
  );

  it('may have settings that are about keys and hold none', () => {
    const { properties } = gateContributions(OPTIONS).configuration;
    const harmless = {
      'acme.apiKeyUrl': { type: 'string' },
      'acme.maxTokens': { type: 'number' },
      'acme.hotkey': { type: 'string' },
      'acme.monkey': { type: 'string' },
      'acme.showKey': { type: 'boolean' },
    };
    expect(faults({ configuration: { properties: { ...properties, ...harmless } } })).toEqual([]);
  });

  it('must declare its view, and welcome people there in every shut state', () => {
    const viewsWelcome = gateContributions(OPTIONS).viewsWelcome.slice(1);
    expect(faults({ viewsWelcome, views: {} })).toEqual([
      'contributes.views lacks acme.welcome.',
      'contributes.viewsWelcome has nothing for acme.welcome when the state is noKey.',
    ]);
  });
});

describe('a welcome', () => {
  const lacking = (...clauses: (string | undefined)[]) => {
    const viewsWelcome = clauses.map((when) => ({ view: 'acme.welcome', contents: 'Hello', ...(when && { when }) }));
    return faults({ viewsWelcome }).map((fault) => /is (\w+)\.$/.exec(fault)?.[1]);
  };

  it('may be one for several states, or for all', () => {
    expect(lacking('acme.state =~ /^(noKey|checking|invalid|unavailable)$/')).toEqual([]);
    expect(lacking('acme.state != active && acme.state != grace')).toEqual([]);
    expect(lacking(undefined)).toEqual([]);
    expect(lacking('!inDebugMode')).toEqual([]);
  });

  it('is none for the state that its clause shuts out', () => {
    expect(lacking('acme.state != noKey')).toEqual(['noKey']);
    expect(lacking('acme.state =~ /^(noKey|invalid)$/')).toEqual(['checking', 'unavailable']);
    expect(lacking('!acme.state')).toEqual(['noKey', 'checking', 'invalid', 'unavailable']);
    expect(lacking()).toHaveLength(4);
  });
});

describe('a clause on the state', () => {
  const clause = (when: string) => faults({ menus: { 'view/title': [{ command: 'acme.signOut', when }] } });

  it.each([
    'acme.state == active',
    "acme.state == 'grace' && view == acme.welcome",
    'view==acme.welcome&&acme.state!=noKey',
    '(acme.state == active || acme.state == grace) && !inDebugMode',
    'acme.state =~ /^(active|grace)$/',
    'acme.state',
    '!acme.state',
    'other.acme.state == anything',
    'acme.statement == anything',
    'not-acme.state == anything',
  ])('%s is fine', (when) => {
    expect(clause(when)).toEqual([]);
  });

  it.each([
    ['acme.state == open', 'open'],
    ["acme.state === 'Active'", 'Active'],
    ['view == acme.welcome && acme.state!=nokey', 'nokey'],
    ['(acme.state == valid)', 'valid'],
    ['acme.state =~ /^open$/', '/^open$/'],
    ['acme.state =~ /(/', '/(/'],
    ['acme.state == ""', '""'],
  ])('%s can never hold', (when, value) => {
    expect(clause(when)).toEqual([`"${when}" compares acme.state with ${value}, which it never is.`]);
  });

  it('is looked at wherever it stands', () => {
    const commands = [...gateContributions(OPTIONS).commands, { command: 'acme.x', enablement: 'acme.state == on' }];
    expect(faults({ commands })).toHaveLength(1);
    expect(faults({ keybindings: [{ command: 'acme.x', when: 'acme.state == on' }] })).toHaveLength(1);
    const steps = [{ id: 'one', completionEvents: ['onContext:acme.state == on', 'onCommand:acme.enterKey'] }];
    expect(faults({ walkthroughs: [{ id: 'start', steps }] })).toHaveLength(1);
  });
});

test.each(['', '1acme', 'acme.tool', 'acme tool', 'a'.repeat(65), 'acme[', '../acme'])('an id %j is refused', (id) => {
  expect(() => gateContributions({ id, title: 'Acme' })).toThrow(TypeError);
  expect(() => manifestFaults({}, { id })).toThrow(TypeError);
});

test('an id may have 64 characters', () => {
  const id = `a${'-_Z9'.repeat(15)}xyz`;
  expect(id).toHaveLength(64);
  expect(manifestFaults({ contributes: gateContributions({ id, title: 'Acme' }) }, { id })).toEqual([]);
});
