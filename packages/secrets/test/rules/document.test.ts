import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authenticatedText,
  DOCUMENT_LIMITS,
  isDocumentPath,
  parseDocument,
  serializeDocument,
} from '../../src/rules/document.ts';
import type { SecretsDocument } from '../../src/words/document.ts';
import { anyDocument, documentSample, encoded, sealedSample } from '../document-samples.ts';

const SAMPLE = documentSample();
const TEXT = serializeDocument(SAMPLE);
const name = (number: number) => `S${String(number).padStart(4, '0')}`;

/** The text of a file that has some of its members otherwise, whether the format allows it or not. */
const textWith = (changes: object) => serializeDocument({ ...SAMPLE, ...changes });
const refusal = (part: string, code = 'corrupt_file') => expect.objectContaining({ ok: false, code, part }) as unknown;

describe('the text of a file', () => {
  it('is JSON by two spaces with members in one order, whatever the order they came in', () => {
    const reversed = Object.fromEntries(Object.entries(SAMPLE).toReversed()) as unknown as SecretsDocument;
    expect(serializeDocument(reversed)).toBe(TEXT);
    expect(TEXT).toMatch(/^\{\n {2}"format": "wicketgate-secrets",\n {2}"version": 1,\n {2}"id": "/);
    expect(TEXT.endsWith('"\n  }\n}\n')).toBe(true);
    expect(TEXT).toMatch(/^[\n -~]+$/);
  });

  it('is read back as it was, for any file', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(parseDocument(serializeDocument(document))).toEqual({ ok: true, document });
      }),
    );
  });

  it('is authenticated with the empty text for its MAC', () => {
    expect(authenticatedText(SAMPLE)).toBe(TEXT.replace(/"mac": "[^"]+"/, '"mac": ""'));
  });
});

describe('a text that is no file', () => {
  it('is refused wherever one character is another one, unless that reads as another file in good form', () => {
    const at = fc.nat({ max: TEXT.length - 1 });
    fc.assert(
      fc.property(at, fc.integer({ min: 0, max: 127 }), (position, code) => {
        const changed = `${TEXT.slice(0, position)}${String.fromCharCode(code)}${TEXT.slice(position + 1)}`;
        const parsed = parseDocument(changed);
        if (parsed.ok) expect(serializeDocument(parsed.document)).toBe(changed);
        else
          expect(parsed.part).toMatch(
            /^(?:header|index|wrap [1-4]|secret (?:GITHUB_TOKEN|OPENAI_API_KEY|[A-Za-z0-9_.-]+))$/,
          );
      }),
      { numRuns: 3_000 },
    );
  });

  it('is refused when it is cut off anywhere, with the part in which it ends', () => {
    const partsInOrder = [
      'header',
      'wrap 1',
      'wrap 2',
      'wrap 3',
      'wrap 4',
      'secret GITHUB_TOKEN',
      'secret OPENAI_API_KEY',
      'index',
    ];
    const found: string[] = [];
    for (let length = 0; length < TEXT.length; length++) {
      const parsed = parseDocument(TEXT.slice(0, length));
      expect(parsed).toMatchObject({ ok: false, code: 'corrupt_file' });
      if (!parsed.ok) found.push(parsed.part);
    }
    // Before its name is whole a secret has a number.
    expect([...new Set(found)].filter((part) => !/^secret \d$/.test(part))).toEqual(partsInOrder);
  });

  it.each([
    ['', 'header'],
    ['null', 'header'],
    ['[]', 'header'],
    ['{}', 'header'],
    ['"wicketgate-secrets"', 'header'],
    [TEXT.replace('wicketgate-secrets', 'something-else'), 'header'],
    [TEXT.trimEnd(), 'index'],
    [`${TEXT}\n`, 'index'],
    [JSON.stringify({ ...SAMPLE, secrets: {} }, undefined, 2), 'header'],
    [`\uFEFF${TEXT}`, 'header'],
    [TEXT.replaceAll('\n', '\r\n'), 'header'],
    [TEXT.replace('  "path"', '   "path"'), 'header'],
    [TEXT.replace('"counter": 7', '"counter": 7.0'), 'index'],
    [TEXT.replace('"counter": 7', '"counter": 7,\n    "counter": 7'), 'index'],
    [TEXT.replace('"path": "development"', String.raw`"path": "\u0064evelopment"`), 'header'],
    [TEXT.replace('"GITHUB_TOKEN"', String.raw`"GITHUB\u005fTOKEN"`), 'secret 1'],
    [TEXT.replace('"version": 3', '"version": 3,\n      "note": "x"'), 'secret GITHUB_TOKEN'],
    [TEXT.replace('"kind": "passphrase"', '"kind": "password"'), 'wrap 2'],
    [TEXT.replace('  "wraps"', '  "__proto__": {},\n  "wraps"'), 'header'],
  ])('is refused as one of another form', (text, part) => {
    expect(parseDocument(text)).toEqual(refusal(part));
  });

  it('quotes nothing of itself in what it is told to be', () => {
    const parsed = parseDocument(TEXT.replace('"development"', '"sk-leaked-value" oops'));
    expect(JSON.stringify(parsed)).not.toContain('leaked');
  });

  it('is of a later version, which is not the same as damaged', () => {
    expect(parseDocument(textWith({ version: 2 }))).toEqual(refusal('header', 'unsupported_version'));
    expect(parseDocument(textWith({ version: 0 }))).toEqual(refusal('header'));
  });
});

describe('the members of a file', () => {
  it.each([
    ['header', { id: encoded(15) }],
    ['header', { id: encoded(17) }],
    ['header', { path: '' }],
    ['header', { path: 'a b' }],
    ['header', { wraps: [] }],
    ['wrap 1', { wraps: [{ ...SAMPLE.wraps[0], id: encoded(7) }] }],
    ['wrap 1', { wraps: [{ ...SAMPLE.wraps[0], nonce: encoded(13) }] }],
    ['wrap 1', { wraps: [{ ...SAMPLE.wraps[0], key: encoded(47) }] }],
    ['wrap 1', { wraps: [{ ...SAMPLE.wraps[1], salt: encoded(15) }] }],
    ['wrap 1', { wraps: [{ ...SAMPLE.wraps[2], keyId: encoded(9) }] }],
    ['wrap 1', { wraps: [{ ...SAMPLE.wraps[3], recipient: `age1${'b'.repeat(58)}` }] }],
    ['wrap 1', { wraps: [{ ...SAMPLE.wraps[3], key: encoded(231) }] }],
    ['wrap 2', { wraps: [SAMPLE.wraps[0], SAMPLE.wraps[0]] }],
    ['secret B', { secrets: [sealedSample('A'), sealedSample('B', 16)] }],
    ['secret A', { secrets: [{ ...sealedSample('A'), version: 0 }] }],
    ['secret A', { secrets: [{ ...sealedSample('A'), version: 1.5 }] }],
    ['secret A', { secrets: [{ ...sealedSample('A'), updated: -1 }] }],
    ['secret A', { secrets: [{ ...sealedSample('A'), updated: 8.64e15 + 1 }] }],
    ['secret A', { secrets: [{ ...sealedSample('A'), nonce: 'AAAAAAAAAAAAAAAA=' }] }],
    ['secret 1', { secrets: [sealedSample('../A')] }],
    ['secret A', { secrets: [sealedSample('B'), sealedSample('A')] }],
    ['secret A', { secrets: [sealedSample('A'), sealedSample('A')] }],
    ['secret a', { secrets: [sealedSample('a', 20), sealedSample('a', 20)] }],
    ['index', { index: { ...SAMPLE.index, counter: 0 } }],
    ['index', { index: { ...SAMPLE.index, counter: 2 ** 53 } }],
    ['index', { index: { ...SAMPLE.index, mac: encoded(31) } }],
  ])('are refused in the part %s when they do not fit', (part, changes) => {
    expect(parseDocument(textWith(changes))).toEqual(refusal(part));
  });

  it('are sorted by code units: capitals before small letters', () => {
    expect(parseDocument(textWith({ secrets: [sealedSample('Z'), sealedSample('a')] })).ok).toBe(true);
    expect(parseDocument(textWith({ secrets: [sealedSample('a'), sealedSample('Z')] }))).toEqual(refusal('secret Z'));
  });

  it('are at most 1,000 secrets', () => {
    const secrets = Array.from({ length: DOCUMENT_LIMITS.secrets }, (_, at) => sealedSample(name(at), 17));
    expect(parseDocument(textWith({ secrets })).ok).toBe(true);
    expect(parseDocument(textWith({ secrets: [...secrets, sealedSample(name(1_000), 17)] })).ok).toBe(false);
  });

  it('are at most 16 wraps', () => {
    const wraps = Array.from({ length: 17 }, () => ({ ...SAMPLE.wraps[0], id: encoded(8) }));
    expect(parseDocument(textWith({ wraps: wraps.slice(1) })).ok).toBe(true);
    expect(parseDocument(textWith({ wraps })).ok).toBe(false);
  });

  it('are values of at most 65,536 bytes and a tag, and 8 MiB altogether', () => {
    const largest = (count: number) => Array.from({ length: count }, (_, at) => sealedSample(name(at), 65_552));
    expect(parseDocument(textWith({ secrets: largest(1) })).ok).toBe(true);
    expect(parseDocument(textWith({ secrets: [sealedSample('A', 65_553)] }))).toEqual(refusal('secret A'));
    expect(parseDocument(textWith({ secrets: largest(95) })).ok).toBe(true);
    expect(parseDocument(textWith({ secrets: largest(96) }))).toMatchObject({
      problem: expect.stringContaining('8388608') as string,
    });
  });
});

describe('the path of a file', () => {
  it.each([
    ['development', true],
    ['team/app.eu-1', true],
    [`a${'b'.repeat(127)}`, true],
    [`a${'b'.repeat(128)}`, false],
    ['', false],
    ['-a', false],
    ['ä', false],
    ['a"b', false],
    ['a\n', false],
  ])('may be %j: %s', (path, fits) => {
    expect(isDocumentPath(path)).toBe(fits);
  });
});
