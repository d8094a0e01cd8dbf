/** Any brand's key, mistyped or cut short too: what stands in argv stands in the shell's history and in `ps`. */
const KEY_LIKE = /(?:^|[^0-9A-Za-z])[A-Za-z0-9]+_(?:live|test)_[0-9A-Za-z]{16,}/;
const KEY_OPTION = /^--?(?:api[-_]?key|key|token|secret|password|bearer)(?:=|$)/i;
/** A header's value; a sentence may begin with the word as well. */
const BEARER = /^(?:authorization:\s*)?bearer\s+\S{16,}$/i;

/** Whether an argument is or announces a key. Such an argument is refused and never repeated. */
export function holdsKey(argument: string): boolean {
  return KEY_OPTION.test(argument) || KEY_LIKE.test(argument) || BEARER.test(argument.trim());
}
