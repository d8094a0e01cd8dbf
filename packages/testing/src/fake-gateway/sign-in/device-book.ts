import {
  formatUserCode,
  mintUserCode,
  parseUserCode,
  type RandomBytes,
  randomBase62,
  type WireDeviceCode,
} from '@wicketgate/contract';
import type { Grant } from './grant.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import type { Person } from './session-book.ts';

interface DeviceGrant extends Grant {
  readonly deviceCode: string;
  readonly userCode: string;
  expiresAt: number;
  /** Milliseconds. */
  interval: number;
  polledAt: number;
  state: 'pending' | 'denied' | 'used' | { readonly approvedBy: Person };
}

export interface DeviceBookOptions {
  readonly random: RandomBytes;
  readonly now: () => number;
  readonly brand: string;
  /** Seconds between two polls, at first. */
  readonly pollSeconds: number;
}

const LIFE_SECONDS = 600;
/** What a poll that comes early costs from then on (RFC 8628 section 3.5). */
const PENALTY_MS = 5_000;

/** The device grants of a fake gateway (RFC 8628). */
export class DeviceBook {
  readonly #grants: DeviceGrant[] = [];
  readonly #options: DeviceBookOptions;

  constructor(options: DeviceBookOptions) {
    this.#options = options;
  }

  begin(grant: Grant, verificationUri: string): WireDeviceCode {
    const { random, now, brand, pollSeconds } = this.#options;
    const deviceCode = `${brand}_dc_${randomBase62(43, random)}`;
    const userCode = mintUserCode(random);
    const times = { expiresAt: now() + LIFE_SECONDS * 1_000, interval: pollSeconds * 1_000, polledAt: -Infinity };
    this.#grants.push({ ...grant, deviceCode, userCode, ...times, state: 'pending' });
    const shown = formatUserCode(userCode);
    return {
      device_code: deviceCode,
      user_code: shown,
      verification_uri: verificationUri,
      verification_uri_complete: `${verificationUri}?user_code=${shown}`,
      expires_in: LIFE_SECONDS,
      interval: pollSeconds,
    };
  }

  /** The grant and who approved it, once; else a refusal. */
  poll(deviceCode: string, clientId: string): { readonly grant: Grant; readonly person: Person } {
    const grant = this.#grants.find((candidate) => candidate.deviceCode === deviceCode);
    if (grant?.clientId !== clientId || grant.state === 'used') {
      throw new OAuthRefusal('invalid_grant', 'The device code is none, or was used.');
    }
    const now = this.#options.now();
    if (grant.expiresAt <= now) throw new OAuthRefusal('expired_token', 'The code has expired. Begin anew.');
    this.#checkPace(grant, now);
    if (grant.state === 'pending') throw new OAuthRefusal('authorization_pending', 'Nobody has decided yet.');
    if (grant.state === 'denied') throw new OAuthRefusal('access_denied', 'The person said no.');
    const person = grant.state.approvedBy;
    grant.state = 'used';
    return { grant, person };
  }

  decide(typed: string, state: 'denied' | { readonly approvedBy: Person }): void {
    this.#pending(typed).state = state;
  }

  expire(typed: string): void {
    this.#pending(typed).expiresAt = this.#options.now();
  }

  #checkPace(grant: DeviceGrant, now: number): void {
    const early = now < grant.polledAt + grant.interval;
    grant.polledAt = now;
    if (!early) return;
    grant.interval += PENALTY_MS;
    throw new OAuthRefusal('slow_down', 'Wait five seconds more between polls.');
  }

  #pending(typed: string): DeviceGrant {
    const userCode = parseUserCode(typed);
    const found = this.#grants.find((grant) => grant.userCode === userCode && grant.state === 'pending');
    if (!found || found.expiresAt <= this.#options.now()) throw new TypeError('No device waits with this user code.');
    return found;
  }
}
