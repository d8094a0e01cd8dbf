import type { SignInStore } from '../words/sign-in-stores.ts';
import type { Context } from './context.ts';
import type { SignIn } from './sign-in.ts';

/** The sign-ins that one run of the command has opened, each once. */
export interface SignIns {
  /** In the store that the settings remember; undefined when they remember none, because nobody has signed in. */
  remembered(): Promise<SignIn | undefined>;
  /** In a store that is named. */
  at(kind: SignInStore): Promise<SignIn>;
  /** Closes what was opened. */
  close(): Promise<void>;
}

export function createSignIns(context: () => Context): SignIns {
  const opened = new Map<SignInStore, Promise<SignIn>>();
  const open = async (kind: SignInStore) => {
    const { openSignIn } = await import('./sign-in.ts');
    return openSignIn(context(), kind);
  };
  const at = (kind: SignInStore) => {
    const signIn = opened.get(kind) ?? open(kind);
    opened.set(kind, signIn);
    return signIn;
  };
  return {
    at,
    remembered: async () => {
      const { store } = await context().settings();
      return store.value === 'automatic' ? undefined : at(store.value);
    },
    close: async () => {
      for (const signIn of opened.values()) await signIn.then((one) => one.close()).catch(() => undefined);
    },
  };
}
