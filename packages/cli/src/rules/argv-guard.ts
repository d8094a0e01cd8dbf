/** Any brand's key, mistyped or cut short too: what stands in argv stands in the shell's history and in `ps`. */
const KEY_LIKE = /(?:^|[^0-9A-Za-z])[A-Za-z0-9]+_(?:live|test)_[0-9A-Za-z]{16,}/;
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
    KEY_OPTION.test(argument) || KEY_LIKE.test(argument) || VENDOR_KEY.test(argument) || BEARER.test(argument.trim())
  );
}

/** Whether any of the words is a key. The words of a program that `run` starts are its own: only our keys are looked for. */
export function refusesArgv(argv: readonly string[]): boolean {
  const theirs = programWords(argv) ?? [];
  return ourWords(argv).some(holdsKey) || theirs.some((word) => WHOLE_KEY.test(word));
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
