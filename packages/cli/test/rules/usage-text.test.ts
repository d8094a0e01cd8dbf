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
  expect(usageText(`error: unknown option '--${'a'.repeat(20)}'`)).toContain('a'.repeat(20));
  expect(usageText(`error: unknown option '--${'a'.repeat(21)}'`)).not.toContain('aaa');
});

test('what was typed cannot act on the terminal', () => {
  expect(usageText("error: unknown command '\u001b[2Jx\u0007y'")).toBe("Unknown command '[…]'.");
  expect(usageText("error: unknown command 'x'\u001b[2J\u0007")).toBe("Unknown command 'x'.");
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

test.each([
  ["error: unknown option '--S3cret!'", "Unknown option '[…]'."],
  ["error: unknown option '-pS3cret'\n(Did you mean --url?)", "Unknown option '[…]' (Did you mean --url?)"],
  ["error: unknown option '--S3cret=x'", "Unknown option '[…]'."],
  ["error: unknown command 'S3cret!'", "Unknown command '[…]'."],
  ["error: unknown command 'x'\n(Did you mean S3cret?)'", "Unknown command '[…]'."],
  ["error: unknown command 'correct-horse'", "Unknown command '[…]'."],
  [
    "error: option '--to <store>' argument 'S3cret!' is invalid. Allowed choices are file, keyring.",
    "Option '--to <store>' argument '[…]' is invalid. Allowed choices are file, keyring.",
  ],
  [
    "error: option '--wrap <key>' argument 'x' is invalid. S3cret' is invalid. It must be keyring.",
    "Option '--wrap <key>' argument '[…]' is invalid. It must be keyring.",
  ],
  [
    "error: option '--to <store>' argument 'disk' is invalid. Allowed choices are file, keyring.",
    "Option '--to <store>' argument 'disk' is invalid. Allowed choices are file, keyring.",
  ],
])('what may be a secret in the wrong place is not repeated: %j', (message, sentence) => {
  expect(usageText(message)).toBe(sentence);
});
