import { encodeText } from './binary.ts';

/** What stands for a control character in every language of the list, by character. */
const CONTROLS = new Map([
  ['\t', String.raw`\t`],
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
]);

/** What bash writes besides in `$'…'`. */
const SHELL_CONTROLS = new Map([
  ...CONTROLS,
  ['\u0007', String.raw`\a`],
  ['\b', String.raw`\b`],
  ['\u000B', String.raw`\v`],
  ['\f', String.raw`\f`],
  ['\u001B', String.raw`\E`],
]);

/** What stands between quotation marks when shells, Python, JavaScript or HTML quote a value. */
export function quotedSpellings(value: string): string[] {
  return [...shellSpellings(value), ...reprSpellings(value), ...htmlSpellings(value)];
}

/** Of `set`, `export -p`, `printf %q` of bash, dash and zsh, and of `shlex.quote`. */
function shellSpellings(value: string): string[] {
  const escaped = value.replaceAll(/[\\']/g, String.raw`\$&`);
  return [
    value.replaceAll("'", String.raw`'\''`),
    value.replaceAll("'", `'"'"'`),
    value.replaceAll(/[\\"$`]/g, String.raw`\$&`),
    // bash escapes the comma and zsh the equals sign; a tilde or a hash sign is escaped where it would mean something.
    value.replaceAll(/[^\w@%+=:./~#^\x80-\u{10FFFF}-]|^[~#]|(?<=[:=])~|\^/gu, String.raw`\$&`),
    value.replaceAll(/[^\w@%+:,./\x80-\u{10FFFF}-]/gu, String.raw`\$&`),
    withControls(escaped, { named: SHELL_CONTROLS, number: octal }),
    withControls(escaped, { named: SHELL_CONTROLS, number: octal }).replaceAll(/[^\0-\x7F]+/g, octal),
  ];
}

/** Of `repr` in Python and `util.inspect` in Node: they escape the quotation mark that they have chosen. */
function reprSpellings(value: string): string[] {
  const doubled = value.replaceAll('\\', String.raw`\\`);
  return [doubled, doubled.replaceAll("'", String.raw`\'`), doubled.replaceAll('`', '\\`')].flatMap((text) => {
    const lower = withControls(text, { named: CONTROLS, number: hexadecimal });
    const named = new Map([...CONTROLS, ['\b', String.raw`\b`], ['\f', String.raw`\f`], ['\u000B', String.raw`\v`]]);
    return [lower, withControls(text, { named, number: (character) => hexadecimal(character, 'upper') })];
  });
}

/** With the references of the usual libraries; within text the quotation marks often stay as they are. */
function htmlSpellings(value: string): string[] {
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const double = ['"', '&quot;', '&#34;'].map((reference) => text.replaceAll('"', reference));
  return double.flatMap((part) => ["'", '&#39;', '&#x27;', '&apos;'].map((mark) => part.replaceAll("'", mark)));
}

interface ControlSpelling {
  readonly named: ReadonlyMap<string, string>;
  readonly number: (character: string) => string;
}

function withControls(text: string, { named, number }: ControlSpelling): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => named.get(character) ?? number(character));
}

function octal(characters: string): string {
  return Array.from(encodeText(characters), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

function hexadecimal(character: string, letters: 'lower' | 'upper' = 'lower'): string {
  const digits = character.charCodeAt(0).toString(16).padStart(2, '0');
  return `\\x${letters === 'upper' ? digits.toUpperCase() : digits}`;
}
