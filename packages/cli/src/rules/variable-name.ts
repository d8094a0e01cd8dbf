/** Letters of one case with one number among them at most: `S3`, `OAUTH2`, `TOKEN`. Longer words are rare, random ones are not. */
const WORD = /^[A-Z]{0,16}(?:\d{1,4}[A-Z]{0,16})?$/;

/**
 * Whether a text is written as names of variables are: `GITHUB_TOKEN`. A key or a password hardly ever is, so that a text
 * of this form may be repeated although nobody knows it.
 */
export function isVariableName(text: string): boolean {
  return text.split(/[_.-]/).every((word) => WORD.test(word));
}
