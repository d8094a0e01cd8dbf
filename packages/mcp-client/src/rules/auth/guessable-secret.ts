/** Random text of 62 letters and digits has 5.9 bits a character: 20 of them are more than anybody tries out. */
const SHORTEST = 20;
/** `aaaaaaaaaaaaaaaaaaaaaaaa` is long, too. */
const FEWEST_CHARACTERS = 10;

/** Whether a secret may be short or plain enough for somebody to find it by its hash: a password, and no key or token. */
export function isGuessable(secret: string): boolean {
  return secret.length < SHORTEST || new Set(secret).size < FEWEST_CHARACTERS;
}
