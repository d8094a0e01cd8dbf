import type { Page } from './layout.ts';
import { html } from './markup.ts';

/** The end of a device's sign-in. */
export function devicePage(decision: 'allow' | 'deny'): Page {
  return decision === 'allow'
    ? {
        status: 200,
        title: 'Signed in',
        main: html`<h1>You are signed in</h1>
          <p>Go back to your device or terminal: it goes on by itself in a few seconds. You can close this page.</p>`,
      }
    : {
        status: 200,
        title: 'Denied',
        main: html`<h1>You denied the sign-in</h1>
          <p>
            The device gets nothing. You can close this page. If somebody talked you into opening it, tell the people
            who run this service.
          </p>`,
      };
}

/** Sends the browser to a provider. A page and no redirect: policies of forms hold for redirects too. */
export function leavePage(provider: string, url: string): Page {
  return {
    status: 200,
    title: `Going to ${provider}`,
    leaveTo: url,
    main: html`<h1>Going to ${provider}</h1>
      <p>Your browser goes on by itself. If it does not:</p>
      <p><a class="button" href="${url}">Continue to ${provider}</a></p>`,
  };
}

/** Sends the browser back to the application that asked. */
export function returnPage(application: string, url: string, decision: 'allow' | 'deny'): Page {
  const heading = decision === 'allow' ? 'You are signed in' : 'You denied the sign-in';
  return {
    status: 200,
    title: decision === 'allow' ? 'Signed in' : 'Denied',
    leaveTo: url,
    main: html`<h1>${heading}</h1>
      <p>Your browser goes back to ${application} by itself. If it does not:</p>
      <p><a class="button" href="${url}">Go back to ${application}</a></p>`,
  };
}
