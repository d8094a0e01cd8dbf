import { createFakeGateway } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { gateSettings } from '../src/gate-options.ts';
import type { GateOptions } from '../src/gate.ts';

const extension = { name: 'acme-tool', displayName: 'Acme Tool' };

describe('The options of a gate', () => {
  it('have a default each, which the extension names itself', () => {
    expect(gateSettings({}, extension)).toEqual({
      id: 'acme-tool',
      name: 'Acme Tool',
      url: undefined,
      requestAccessUrl: undefined,
      brand: 'wg',
      account: 'default',
      clientId: undefined,
      publicKeys: undefined,
      issuer: undefined,
      legacySettings: [],
      usageSetting: undefined,
      checkEveryMs: 300_000,
    });
  });

  it('fall back on the name where the extension has no other', () => {
    expect(gateSettings({}, { name: 'acme-tool' }).name).toBe('acme-tool');
  });

  it('are taken as they are meant', async () => {
    const publicKeys = await createFakeGateway().publicKeys();
    const options = {
      id: 'acme',
      name: 'Acme',
      url: 'https://gateway.example/tools/',
      requestAccessUrl: ' https://example.com/ask?for=access#now ',
      brand: 'acme_key',
      account: 'team-1',
      clientId: 'acme-tool',
      publicKeys,
      issuer: 'https://gateway.example',
      legacySettings: ['acme.apiKey', 'acme.old.token'],
      usageSetting: 'acme.showUsageInStatusBar',
      checkEveryMs: 10_000,
    } satisfies GateOptions;
    expect(gateSettings(options, extension)).toEqual({
      ...options,
      url: 'https://gateway.example/tools',
      requestAccessUrl: 'https://example.com/ask?for=access#now',
    });
  });

  it.each([
    ['id', ''],
    ['id', 42],
    ['id', '1st'],
    ['id', 'with.dot'],
    ['id', 'a'.repeat(65)],
    ['clientId', ''],
    ['clientId', 'Acme'],
    ['clientId', 'with space'],
    ['clientId', 'a'.repeat(65)],
    ['name', ''],
    ['name', ' '],
    ['name', 'two\nlines'],
    ['name', 'n'.repeat(101)],
    ['url', 'http://gateway.example'],
    ['url', 'https://user:password@gateway.example'],
    ['url', ''],
    ['requestAccessUrl', 'http://example.com'],
    ['requestAccessUrl', 'command:acme.steal'],
    ['requestAccessUrl', ''],
    ['brand', 'UPPER'],
    ['account', ''],
    ['account', 'a@b'],
    ['account', 'a'.repeat(65)],
    ['publicKeys', []],
    ['publicKeys', [{ kty: 'RSA' }]],
    ['issuer', ''],
    ['legacySettings', ['apiKey']],
    ['legacySettings', 'acme.apiKey'],
    ['usageSetting', 'showUsage'],
    ['usageSetting', true],
    ['checkEveryMs', 9_999],
    ['checkEveryMs', 300_001],
    ['checkEveryMs', 10_000.5],
    ['checkEveryMs', Number.NaN],
  ])('refuse %s: %j', (name, value) => {
    expect(() => gateSettings({ [name]: value }, extension)).toThrow(TypeError);
  });

  it.each([
    ['id', 'a'],
    ['id', 'a'.repeat(64)],
    ['name', 'n'.repeat(100)],
    ['account', 'a'.repeat(64)],
    ['url', 'http://127.0.0.1:8787'],
    ['requestAccessUrl', 'http://localhost:3000/ask'],
    ['checkEveryMs', 300_000],
  ])('take %s: %j', (name, value) => {
    expect(gateSettings({ [name]: value }, extension)).toMatchObject({ [name]: value });
  });

  it('refuse an extension whose name is no id, and say which option helps', () => {
    expect(() => gateSettings({}, { name: '1st-tool' })).toThrow('The id of a gate');
  });
});
