const PREFIX = 'wicketgate:';

/** Whether a value only says that the secret is kept elsewhere: `GITHUB_TOKEN=wicketgate:GITHUB_TOKEN`. */
export function isReference(value: string): boolean {
  return value.startsWith(PREFIX);
}
