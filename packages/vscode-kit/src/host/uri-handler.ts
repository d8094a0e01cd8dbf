import type { Logger } from '@wicketgate/core';
import { type Disposable, type Uri, window } from 'vscode';
import type { Subscription } from '../ports/subscription.ts';
import { isRedirectPath } from '../rules/redirect.ts';


export interface UriHandlerOptions {
  /** Takes up what a browser came back with. */
  readonly receive: (address: URL) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Hears what the browser comes back with: VS Code hands it to the window that was used last. An extension has one handler: if
 * it has registered its own, that is logged, and nobody signs in by the browser.
 */
export function registerUriHandler({ receive, logger }: UriHandlerOptions): Subscription {
  const handleUri = (uri: Uri) => {
    // As it was written: decoded, `%26` of a value would part two of them.
    const text = uri.toString(true);
    if (isRedirectPath(uri.path) && URL.canParse(text)) void receive(new URL(text));
    else logger.warn({ path: uri.path }, 'an address was handed over that nobody waits for');
  };
  let registered: Disposable | undefined;
  try {
    registered = window.registerUriHandler({ handleUri });
  } catch (error) {
    logger.error({ error }, 'the handler of addresses could not be registered');
  }
  return { dispose: () => registered?.dispose() };
}
