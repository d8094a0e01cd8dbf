import { CLIENT_IDS } from '@wicketgate/contract';
import type { SignInTokens } from '@wicketgate/core/auth';
import type { Browser } from '../adapters/browser.ts';
import { pageOfSignIn } from '../rules/browser-command.ts';
import { browserText } from '../rules/views/sign-in-view.ts';
import type { Context } from './context.ts';
import { countingDown } from './counting-down.ts';

/** Milliseconds that a person has for it: a page of their provider, a second factor. */
export const PATIENCE_MS = 5 * 60_000;

/** Signs in with the browser of this machine. Where none can be started the address is shown alone. */
export async function signInByBrowser(context: Context, browser: Browser | undefined): Promise<SignInTokens> {
  const { io } = context;
  const [{ createBrowserLogin }, { createLoopbackListener }] = await Promise.all([
    import('@wicketgate/core/auth'),
    import('@wicketgate/core/node'),
  ]);
  const { signInOptions } = await context.connection();
  const login = createBrowserLogin({ ...signInOptions, clientId: CLIENT_IDS.cli, patienceMs: PATIENCE_MS });
  const listener = await createLoopbackListener({ random: io.random });
  const open = (url: string) => showPage(context, url, { browser, of: 'the gateway' });
  const waiting = login.signIn({ listener, open, signal: io.signal });
  const endsAt = io.clock.now() + PATIENCE_MS;
  return countingDown(context, { endsAt, what: () => 'Waiting for your browser' }, waiting);
}

/** Opens a page for whoever sits here, and shows its address. */
export async function showPage(
  { terminal }: Pick<Context, 'terminal'>,
  url: string,
  { browser, of }: { readonly browser: Browser | undefined; readonly of: string },
): Promise<void> {
  const page = pageOfSignIn(url);
  const opened = page !== undefined && ((await browser?.open(page)) ?? false);
  await terminal.event({ event: 'browser', url, opened });
  await terminal.warn(browserText(url, { of, opened }));
}
