type Environment = Readonly<Record<string, string | undefined>>;

/** What an editor gets of our environment: all but our secrets, which it and its extensions have no use for. */
export function editorEnvironment(env: Environment): Environment {
  const isSecret = (name: string) => ['WICKETGATE_API_KEY', 'WICKETGATE_MASTER_KEY'].includes(name.toUpperCase());
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isSecret(name)));
}
