import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../src/rules/json-lines.ts';

describe('what is JSON', () => {
  it('is read as JSON.parse reads it, however it is laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readJsonLines(text)).toMatchObject({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it.each(['[]', '{}', ' \r\n\t[ ] ', '"\\u00e9\\n\\/"', '-0.5e+3', 'null', '[[],{"a":{}}]', '{"__proto__":1}'])(
    '%j',
    (text) => {
      const json = readJsonLines(text);
      expect(json).toMatchObject({ ok: true, value: JSON.parse(text) as unknown });
    },
  );

  it('is told line by line', () => {
    const json = readJsonLines('{\n  "a": 1,\r\n  "b": [\n    true,\n\n    { "c": null }\n  ]\n}\n');
    if (!json.ok) throw new Error(json.problem);
    expect(json.lineOf([])).toBe(1);
    expect(json.lineOf(['a'])).toBe(2);
    expect(json.lineOf(['b'])).toBe(3);
    expect(json.lineOf(['b', 0])).toBe(4);
    expect(json.lineOf(['b', 1, 'c'])).toBe(6);
    expect(json.lineOf(['b', 1, 'gone', 'deeper'])).toBe(6);
    expect(json.lineOf(['gone'])).toBe(1);
  });
});

describe('what is none', () => {
  it.each([
    ['', 1, 'A value is missing'],
    ['{\n"a" 1}', 2, 'A colon is missing'],
    ['{\n\n"a": 1 "b": 2}', 3, 'A comma or } is missing'],
    ['[1\n2]', 2, 'A comma or ] is missing'],
    ['[1,\n]', 2, 'A comma stands before the end'],
    ['{"a": 1,\n}', 2, 'A comma stands before the end'],
    ['{a: 1}', 1, 'A text in quotation marks is missing'],
    ["['a']", 1, 'A value is missing'],
    ['"a\nb"', 1, 'A text holds a control character'],
    [String.raw`"\x41"`, 1, 'A text holds a control character or an escape'],
    ['01', 1, 'Something stands behind the end'],
    ['[1] // note', 1, 'Something stands behind the end'],
    ['{"a": 1,\n"a": 2}', 2, 'A member stands twice'],
    ['[', 1, 'A value is missing'],
    [`${'['.repeat(34)}${']'.repeat(34)}`, 1, 'It is too deep'],
  ])('%j is refused with its line', (text, line, problem) => {
    const json = readJsonLines(text);
    expect(json).toMatchObject({ ok: false, line });
    expect(json.ok ? '' : json.problem).toContain(problem);
  });

  it('33 levels are read, and any deeper text ends without filling the stack', () => {
    expect(readJsonLines(`${'['.repeat(33)}${']'.repeat(33)}`).ok).toBe(true);
    expect(readJsonLines('['.repeat(200_000)).ok).toBe(false);
  });

  it('is what JSON.parse refuses, but for members that stand twice', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', ' ', 'null')), (pieces) => {
        const text = pieces.join('');
        const json = readJsonLines(text);
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        // Told as soon as it is seen: the text may have other flaws behind.
        if (json.ok || json.problem !== 'A member stands twice.') expect(json.ok).toBe(isJson);
      }),
      { numRuns: 2_000 },
    );
  });
});
