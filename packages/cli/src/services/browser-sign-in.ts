import { CLIENT_IDS } from '@wicketgate/contract';
import type { SignInTokens } from '@wicketgate/core/auth';
import type { Browser } from '../adapters/browser.ts';
import { gatewayPage } from '../rules/browser-command.ts';
import { browserText } from '../rules/views/sign-in-view.ts';
import type { Context } from './context.ts';
import { countingDown } from './counting-down.ts';

/** Milliseconds that a person has for it: a page of their provider, a second factor. */
const PATIENCE_MS = 5 * 60_000;

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
  const open = (url: string) => show(context, url, browser);
  const waiting = login.signIn({ listener, open, signal: io.signal });
  const endsAt = io.clock.now() + PATIENCE_MS;
  return countingDown(context, { endsAt, what: () => 'Waiting for your browser' }, waiting);
}

async function show({ terminal }: Context, url: string, browser: Browser | undefined): Promise<void> {
  const page = gatewayPage(url);
  const isOpened = page !== undefined && ((await browser?.open(page)) ?? false);
  await terminal.event({ event: 'browser', url, opened: isOpened });
  await terminal.warn(browserText(url, isOpened ? 'opened' : 'not_opened'));
}
