/** The value of a variable of the environment. One that is empty counts as unset: shells cannot always take it away. */
export function variableOf(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}
