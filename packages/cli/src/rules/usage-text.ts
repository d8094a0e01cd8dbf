import { cleanText } from './clean-text.ts';

/** Long enough for every option and choice of ours, shorter than any key. */
const LONG_WORD = /[^\s'",]{25,}/g;

/** What follows the sign in `--option=value`, where the option is not ours and the value may be anything. */
const OPTION_VALUE = /(unknown option '-[^=']*=).*'/s;

/**
 * The parser's complaint as one that is safe to print: commander repeats what was typed, and what was typed may be a
 * foreign key whose shape nobody can know.
 */
export function usageText(message: string): string {
  const sentence = cleanText(message)
    .replace(/^error: /, '')
    .replace(/ but got (\d+): .*$/, ' but got $1.')
    .replace(OPTION_VALUE, "$1[…]'")
    .replace(LONG_WORD, '[…]');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.?!)]$/.test(sentence) ? '' : '.'}`;
}
