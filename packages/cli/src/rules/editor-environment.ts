type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What an editor gets of our environment: nothing that is ours. Keys and the secrets of a gateway stand there, and every
 * extension that the editor starts could read them.
 */
export function editorEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.toUpperCase().startsWith('WICKETGATE_')));
}
