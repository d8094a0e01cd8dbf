import type { AuthorizationProblem } from '../../domain/authorization-request.ts';
import type { NotSignedIn } from '../../services/sign-in-failures.ts';
import { personName } from './confirm-page.ts';
import { form, type InteractionFacts } from './form.ts';
import type { Page } from './layout.ts';
import { html } from './markup.ts';

/** Seconds after which a provider or the store may answer again. */
const RETRY_SECONDS = 30;

/** Why a page cannot go on, whoever is to blame. */
export type Obstacle =
  | { readonly kind: 'over' }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'foreign_form'; readonly publicUrl: string }
  | { readonly kind: 'no_cookie' }
  | { readonly kind: 'bad_form' }
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly kind: 'failed'; readonly requestId: string }
  | { readonly kind: AuthorizationProblem };

const BEGIN_AGAIN = 'Go back to your device or application and begin again there.';

/** A page for an obstacle that is none of the person's sign-in itself. */
export function obstaclePage(obstacle: Obstacle): Page {
  const { status, heading, text } = wordsOf(obstacle);
  const retry = 'retryAfterSeconds' in obstacle ? { retryAfterSeconds: obstacle.retryAfterSeconds } : {};
  return {
    status,
    title: `Error: ${heading}`,
    main: html`<h1>${heading}</h1>
      <p>${text}</p>`,
    ...retry,
  };
}

interface Words {
  readonly status: Page['status'];
  readonly heading: string;
  readonly text: string;
}

function wordsOf(obstacle: Obstacle): Words {
  switch (obstacle.kind) {
    case 'over':
      return {
        status: 410,
        heading: 'This sign-in is over',
        text: `It was decided, took longer than 10 minutes, or was begun in another browser. ${BEGIN_AGAIN}`,
      };
    case 'exhausted':
      return {
        status: 403,
        heading: 'Too many refused API keys',
        text: `The sign-in was ended to keep guessers out. ${BEGIN_AGAIN}`,
      };
    case 'no_cookie':
      return {
        status: 400,
        heading: 'Your browser did not keep the sign-in',
        text: 'The cookie of this page did not come back. Allow cookies for it, then begin again.',
      };
    case 'foreign_form':
      return {
        status: 403,
        heading: 'This did not come from our page',
        text: `Nothing was done. Pages of this service are at ${obstacle.publicUrl} alone. ${BEGIN_AGAIN}`,
      };
    case 'bad_form':
      return { status: 400, heading: 'The form cannot be read', text: 'Go back, load the page anew and try again.' };
    case 'throttled':
      return {
        status: 429,
        heading: 'Too many tries',
        text: `Wait ${waitOf(obstacle.retryAfterSeconds)}, then go back and try again.`,
      };
    case 'unavailable':
      return {
        status: 503,
        heading: 'The service cannot answer now',
        text: 'Nothing was lost. Try again in a moment.',
      };
    case 'failed':
      return {
        status: 500,
        heading: 'The service failed',
        text: `Tell the people who run it this number: ${obstacle.requestId}`,
      };
    default:
      return REQUEST_WORDS[obstacle.kind];
  }
}

/** Problems of a request that nothing is sent back for (RFC 6749 section 4.1.2.1). */
const REQUEST_WORDS: Readonly<Record<AuthorizationProblem, Words>> = {
  unknown_client: {
    status: 400,
    heading: 'The application is not known here',
    text: 'Its client_id is not one of this service. Nothing was sent to it. Tell the people who make it.',
  },
  bad_redirect_uri: {
    status: 400,
    heading: 'The application asks for an address that is not its own',
    text: 'Its redirect_uri is neither registered nor on this computer, so nothing was sent there. If you followed a link, somebody may be trying to use your account.',
  },
  repeated_parameter: {
    status: 400,
    heading: 'The request cannot be read',
    text: 'A parameter of the address is there twice. Tell the people who make the application.',
  },
};

function waitOf(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** Tells a person why a provider, or their groups, did not let them in. Another way stays open to them. */
export function notSignedInPage(why: NotSignedIn, facts: InteractionFacts): Page {
  const { status, heading, text } = wordsOfRefusal(why);
  const back = `${facts.base}/signin?interaction=${facts.reference}`;
  const main = html`<h1>${heading}</h1>
    <p role="alert">${text}</p>
    <p><a class="button" href="${back}">Try another way</a></p>
    ${form(
      facts,
      '/signin/decision',
      html`<button class="quiet" type="submit" name="decision" value="deny">Deny</button>`,
    )}`;
  const retry = why.kind === 'down' ? { retryAfterSeconds: RETRY_SECONDS } : {};
  return { status, title: `Error: ${heading}`, main, ...retry };
}

function wordsOfRefusal(why: NotSignedIn): Words {
  switch (why.kind) {
    case 'down':
      return {
        status: 503,
        heading: `${why.provider} does not answer`,
        text: `You can try again in a moment. If it goes on, tell the people who run this service.`,
      };
    case 'declined':
      return {
        status: 403,
        heading: `${why.provider} did not sign you in`,
        text: 'You, or the provider, said no. Nothing was given to the application.',
      };
    case 'bad_answer':
      return {
        status: 400,
        heading: `The answer of ${why.provider} proves nothing`,
        text: 'Nothing was given to the application. Try again; if it goes on, tell the people who run this service.',
      };
    case 'stranger':
      return {
        status: 403,
        heading: 'You may not come in',
        text: `${personName(why)} is not in a group that may come in. Ask the people who run this service, or sign in with another account.`,
      };
  }
}
