import { expect, test } from 'vitest';
import { usageText } from '../../src/rules/usage-text.ts';

test('a complaint of the parser becomes a sentence', () => {
  expect(usageText("error: unknown command 'frob'")).toBe("Unknown command 'frob'.");
  expect(usageText("error: unknown option '--jsn'\n(Did you mean --json?)")).toBe(
    "Unknown option '--jsn' (Did you mean --json?)",
  );
});

test('arguments that are too many are counted and not repeated', () => {
  expect(usageText("error: too many arguments for 'validate'. Expected 0 arguments but got 1: hunter2.")).toBe(
    "Too many arguments for 'validate'. Expected 0 arguments but got 1.",
  );
});

test('long words are not repeated: they may be keys of a shape nobody knows', () => {
  expect(usageText(`error: unknown command 'chef_0d9c5fa2-6f1e-4a57-9a5e-3ff0f1f2a3b4'`)).toBe(
    "Unknown command '[…]'.",
  );
  expect(usageText(`error: unknown option '--${'a'.repeat(22)}'`)).toContain('a'.repeat(22));
  expect(usageText(`error: unknown option '--${'a'.repeat(23)}'`)).not.toContain('aaa');
});

test('what was typed cannot act on the terminal', () => {
  expect(usageText("error: unknown command '\u001b[2Jx\u0007y'")).toBe("Unknown command 'x y'.");
});

test('the value of an option that is not ours is not repeated, however short', () => {
  expect(usageText("error: unknown option '--foo=hunter2'\n(Did you mean --url?)")).toBe(
    "Unknown option '--foo=[…]' (Did you mean --url?)",
  );
  expect(usageText("error: unknown option '--foo=it's=hunter2'")).toBe("Unknown option '--foo=[…]'.");
});

test('a key of several parts is not repeated either', () => {
  expect(usageText("error: unknown command 'sk.abcdefghij;klmnop(qrst)uvw'")).toBe("Unknown command '[…]'.");
});
