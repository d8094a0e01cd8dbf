import { CLIENT_IDS, type RandomBytes, type WireTokenAnswer } from '@wicketgate/contract';
import type { ReceiptSigner } from '../receipts.ts';
import { CodeBook } from './code-book.ts';
import { DeviceBook } from './device-book.ts';
import type { OAuthParts } from './oauth-endpoints.ts';
import { type Person, SessionBook, type SessionView } from './session-book.ts';
import { TokenBook } from './token-book.ts';

/** What people do at a fake gateway: whatever a browser would be needed for. */
export interface FakeSignIn {
  /** Somebody types the user code that a device shows, signs in and allows it. Default person: `owner-1`. */
  approve(userCode: string, person?: Person): void;
  /** The same, and chooses Deny. */
  deny(userCode: string): void;
  /** Ends the time of a user code, and of its device code. */
  expire(userCode: string): void;
  /**
   * Opens an authorization request, signs in and allows it; `denied`: refuses. Answers the address that the browser is sent
   * back to. Throws where a gateway shows a page instead.
   */
  authorize(address: string, person?: Person | 'denied'): string;
  /** Opens a sign-in without a request. Default application: the command. */
  open(
    person?: Person,
    clientId?: string,
  ): Promise<{ readonly session: SessionView; readonly tokens: WireTokenAnswer }>;
  /** From now on every access token that was issued so far is too old. Refresh tokens stay as they are. */
  expireAccessTokens(): void;
}

export interface SignInSettings {
  /** Seconds that an access token lasts. Default 1,800. */
  readonly accessSeconds?: number;
  /** Seconds between two polls for a device code. Default 5. */
  readonly pollSeconds?: number;
}

export interface SignInOptions extends SignInSettings {
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly brand: string;
  readonly signer: () => Promise<ReceiptSigner>;
  /** The gateway's URL, without a slash at its end. */
  readonly issuer: string;
}

const SOMEBODY: Person = { principal: { id: 'owner-1' } };

/** The sign-in of a fake gateway: what its endpoints work with, and what tests turn. */
export function createFakeSignIn(
  options: SignInOptions,
): Omit<OAuthParts, 'callerOf'> & { readonly control: FakeSignIn } {
  const { accessSeconds = 1_800, pollSeconds = 5, random, now, issuer } = options;
  const sessions = new SessionBook(random, now);
  const tokens = new TokenBook({ ...options, sessions, accessSeconds });
  const devices = new DeviceBook({ ...options, pollSeconds });
  const codes = new CodeBook(options);
  const control: FakeSignIn = {
    approve: (userCode, person = SOMEBODY) => devices.decide(userCode, { approvedBy: person }),
    deny: (userCode) => devices.decide(userCode, 'denied'),
    expire: (userCode) => devices.expire(userCode),
    authorize: (address, person = SOMEBODY) => {
      const url = new URL(address);
      const asked = url.href.slice(0, url.href.indexOf('/authorize'));
      return codes.authorize(url, asked, person === 'denied' ? undefined : person);
    },
    open: (person = SOMEBODY, clientId = CLIENT_IDS.cli) =>
      tokens.open({ clientId, requestedScopes: null, audience: issuer }, person),
    expireAccessTokens: () => tokens.expireAccess(),
  };
  return { sessions, tokens, devices, codes, control };
}
