import type { Logger } from '@wicketgate/core';
import type { Disposable, Uri, window } from 'vscode';
import type { Subscription } from '../ports/subscription.ts';
import { isRedirectPath } from '../rules/redirect.ts';

/** The part of VS Code that hands addresses to extensions. */
export type UriHost = Pick<typeof window, 'registerUriHandler'>;

export interface UriHandlerOptions {
  readonly host: UriHost;
  /** Takes up what a browser came back with. */
  readonly receive: (address: URL) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Hears what the browser comes back with: VS Code hands it to the window that was used last. An extension has one handler: if
 * it has registered its own, that is logged, and nobody signs in by the browser.
 */
export function registerUriHandler({ host, receive, logger }: UriHandlerOptions): Subscription {
  const handleUri = (uri: Uri) => {
    // Encoded anew, `&` and `=` of the query would be values. No value of an answer holds any of them.
    const text = uri.toString(true);
    if (isRedirectPath(uri.path) && URL.canParse(text)) void receive(new URL(text));
    else logger.warn({ path: uri.path }, 'an address was handed over that nobody waits for');
  };
  let registered: Disposable | undefined;
  try {
    registered = host.registerUriHandler({ handleUri });
  } catch (error) {
    logger.error({ error }, 'the handler of addresses could not be registered');
  }
  return {
    dispose() {
      registered?.dispose();
    },
  };
}
