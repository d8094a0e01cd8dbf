import { cleanText } from './clean-text.ts';

/** Long enough for every option and choice of ours, shorter than any key. */
const LONG_WORD = /[^\s'",]{25,}/g;

/**
 * Where commander repeats what was typed: up to the last mark that its own words follow, for what was typed may hold marks
 * as well.
 */
const UNKNOWN = /^(error: unknown (?:option|command) ')(.*)('(?:\n\(Did you mean [^\n]*\?\))?)$/s;
const INVALID = /^(error: .*?(?:argument|value) ')(.*)(' is invalid.*)$/s;

/** What is surely no key: a word, perhaps as an option. */
const PLAIN_WORD = /^-{0,2}[a-z]{1,20}$/;

/**
 * The parser's complaint as one that is safe to print: commander repeats what was typed, and what was typed may be a
 * foreign key whose shape nobody can know. Of it a plain word of small letters alone is repeated, 20 at most.
 */
export function usageText(message: string): string {
  const sentence = cleanText(withoutTyped(message))
    .replace(/^error: /, '')
    .replace(/ but got (\d+): .*$/, ' but got $1.')
    .replace(LONG_WORD, '[…]');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.?!)]$/.test(sentence) ? '' : '.'}`;
}

function withoutTyped(message: string): string {
  const parts = UNKNOWN.exec(message) ?? INVALID.exec(message);
  if (parts === null) return message;
  const [, before = '', typed = '', after = ''] = parts;
  return `${before}${typedText(typed)}${after}`;
}

/** `--option=value`: the option is not ours, and its value may be anything. */
function typedText(typed: string): string {
  const [option = '', ...value] = typed.split('=');
  const isShown = PLAIN_WORD.test(option);
  if (value.length > 0) return isShown ? `${option}=[…]` : '[…]';
  return isShown ? typed : '[…]';
}
