/** Sequences that move a terminal's cursor, colour its text or set its title (ECMA-48, section 5.4). */
const TERMINAL_SEQUENCES =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u009b[0-?]*[ -/]*[@-~]/g;

/**
 * What a person does not see and a model reads: zero-width and turning marks (CVE-2021-42574), tag characters that spell out
 * ASCII, variation selectors that carry bytes, fillers, halves of surrogate pairs, and control characters but tab and line feed.
 * An emoji keeps its joiner and its one selector.
 */
const HIDDEN =
  /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}](?<!(?:\p{Extended_Pictographic}\ufe0f?|\p{Emoji_Modifier})\u200d(?=\p{Extended_Pictographic}))(?<![\p{Extended_Pictographic}#*0-9]\ufe0f)|[^\P{Cc}\n\t]/gu;

/** What nearly every description is made of: nothing to look for. */
const PLAIN = /^[\n\t\u0020-\u007e]*$/;

const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;

/** Text of a server as a model or a person may be shown it: without anything hidden, with `\n` as its only line end. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(LINE_ENDS, '\n').replace(TERMINAL_SEQUENCES, '').replace(HIDDEN, '');
}

/** The same in one line. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** Whether a text is as it looks. */
export function isClean(text: string): boolean {
  return cleanText(text) === text;
}

/** At most `limit` code units, cut between characters; `…` stands for what is left out and counts. */
export function capText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const isMiddle = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, isMiddle ? end - 1 : end)}…`;
}

/** Up to the first full stop, question or exclamation mark that ends a sentence, in one line. */
export function firstSentence(text: string): string {
  const line = cleanLine(text.slice(0, LONGEST_SENTENCE * 4).replace(/\n\s*\n[^]*/, ''));
  const end = /(?<!\b(?:e\.g|i\.e|etc|vs|cf))[.!?](?=\s)|[。！？]/u.exec(line);
  return capText(end === null ? line : line.slice(0, end.index + 1), LONGEST_SENTENCE);
}

/** Code units: what a list of tools tells of each. */
const LONGEST_SENTENCE = 160;
