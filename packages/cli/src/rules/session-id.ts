/** The id of a sign-in as it was typed, 16 letters and digits; undefined when it is none. */
export function sessionIdOf(text: string): string | undefined {
  return /^[0-9A-Za-z]{16}$/.exec(text.trim())?.[0];
}
