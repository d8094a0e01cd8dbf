/** Any brand's key or token of a sign-in, mistyped or cut short too: what stands in argv stands in the shell's history and in `ps`. */
const KEY_LIKE = /(?:^|[^0-9A-Za-z])[A-Za-z0-9]+_(?:live|test|rt|dc|ac)_[0-9A-Za-z]{16,}/;
/** An access token, or another signed token (RFC 7515 section 7.1). */
const SIGNED_TOKEN = /(?:^|[^\w-])eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/;
/** A whole key of any brand. */
const WHOLE_KEY = /(?:^|[^0-9A-Za-z])[A-Za-z0-9]+_(?:live|test)_[0-9A-Za-z]{48}(?![0-9A-Za-z])/;
const KEY_OPTION = /^--?(?:api[-_]?key|key|token|secret|password|passphrase|master[-_]?key|bearer|value)(?:=|$)/i;
/** A header's value; a sentence may begin with the word as well. */
const BEARER = /^(?:authorization:\s*)?bearer\s+\S{16,}$/i;
/** What vendors begin their keys with, where a name or an option's value should stand. */
const VENDOR_KEY =
  /^(?:gh[oprsu]_|github_pat_|glpat-|sk-|pplx-|tvly-|pcsk_|xox[abeprs]-|AKIA|AGE-SECRET-KEY-1)(?=[\w-]*\d)[\w-]{12,}$/i;

/** Whether an argument is or announces a key. Such an argument is refused and never repeated. */
export function holdsKey(argument: string): boolean {
  return (
    KEY_OPTION.test(argument) ||
    [KEY_LIKE, SIGNED_TOKEN, VENDOR_KEY].some((form) => form.test(argument)) ||
    BEARER.test(argument.trim())
  );
}

/** Whether any of the words is a key. The words of a program that `run` starts are its own: only our keys are looked for. */
export function refusesArgv(argv: readonly string[]): boolean {
  const theirs = programWords(argv) ?? [];
  const ours = ourWords(argv);
  return (
    ours.some((word, at) => holdsKey(word) && !asksForKey(ours, at)) || theirs.some((word) => WHOLE_KEY.test(word))
  );
}

/** `login --key` takes no value: it asks for the key. */
function asksForKey(words: readonly string[], at: number): boolean {
  return words[at] === '--key' && words.slice(0, at).includes('login');
}

/** What was typed for this command: all, but for `run` only what stands before `--`. */
export function ourWords(argv: readonly string[]): readonly string[] {
  const end = separatorIn(argv);
  return end === undefined ? argv : argv.slice(0, end);
}

/** What was typed behind the `--` of `run`: a program and its arguments. */
export function programWords(argv: readonly string[]): readonly string[] | undefined {
  const end = separatorIn(argv);
  return end === undefined ? undefined : argv.slice(end + 1);
}

function separatorIn(argv: readonly string[]): number | undefined {
  const end = argv.indexOf('--');
  return end !== -1 && argv.slice(0, end).includes('run') ? end : undefined;
}
