import { formatUserCode, mintUserCode, parseUserCode, type RandomBytes } from '@wicketgate/contract';
import { decidePoll, isOpen, type Poller } from '../domain/device-poll.ts';
import { toHex } from '../domain/encoding.ts';
import { OAuthRefused } from '../domain/oauth-refused.ts';
import { Refused } from '../domain/refusal.ts';
import type { Approval } from '../domain/session-record.ts';
import type { OAuthClient } from '../domain/sign-in-config.ts';
import { isTokenText, mintToken } from '../domain/token-text.ts';
import type { DeviceGrant, DeviceGrantChange, SignInStore } from '../ports/sign-in-store.ts';
import { auditEntry } from './audit-entry.ts';
import type { Actor } from './key-administration.ts';
import { withStorage } from './storage-refusals.ts';
import type { TokenDigests } from './token-digests.ts';

/** What a device asks for. */
export interface DeviceRequest {
  readonly client: OAuthClient;
  /** Null: all that the person has. */
  readonly requestedScopes: readonly string[] | null;
  readonly audience: string;
  /** The key that the grant is bound to; null when none is named. */
  readonly dpopJkt: string | null;
  /** Of the asker, for the page. */
  readonly address: string | null;
}

/** What a device is told (RFC 8628 section 3.2). */
export interface BegunGrant {
  readonly deviceCode: string;
  /** As people read it: `BCDF-GHJK`. */
  readonly userCode: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Seconds. */
  readonly interval: number;
}

/** Devices that wait for a person (RFC 8628). */
export interface DeviceGrants {
  begin(request: DeviceRequest, now: number): Promise<BegunGrant>;
  /** The grant of a user code as a person typed it, while nobody has decided and it has not ended. */
  find(userCode: string, now: number): Promise<DeviceGrant | undefined>;
  /** `gone`: somebody decided before, or it ended. */
  approve(id: string, approval: Approval, decision: Decision): Promise<'done' | 'gone'>;
  deny(id: string, decision: Decision): Promise<'done' | 'gone'>;
  /** Counts a failed try of a person to prove who they are; the fifth denies the grant. `gone`: it had ended before. */
  failed(id: string, decision: Decision): Promise<'open' | 'denied' | 'gone'>;
  /** The grant, approved. Throws `OAuthRefused`: pending, too early, denied, expired, used, or somebody else's. */
  poll(deviceCode: string, poller: Poller, now: number): Promise<DeviceGrant>;
}

/** Who decided about a grant, and when. */
export interface Decision {
  readonly by: Actor;
  readonly now: number;
}

export interface DeviceGrantsOptions {
  readonly store: SignInStore;
  readonly digests: TokenDigests;
  readonly brand: string;
  readonly random: RandomBytes;
}

const LIFE_MS = 10 * 60_000;
const INTERVAL_SECONDS = 5;
const MAX_FAILURES = 5;
/** Against other changes of the same grant, or a user code that is taken. */
const TRIES = 8;

export function createDeviceGrants(options: DeviceGrantsOptions): DeviceGrants {
  const { store, digests, brand, random } = options;

  const settle = (id: string, change: DeviceGrantChange, { by, now }: Decision) => {
    const action = change.status === 'approved' ? 'device.approve' : 'device.deny';
    return changeOpen(store, { id, now }, (grant) => {
      const who = change.approval ? { principal: change.approval.principal.id } : {};
      const details = { client: grant.clientId, ...who };
      return { change, audit: auditEntry(random, by, { at: now, action, targetId: id, details }) };
    });
  };

  return {
    begin: (request, now) => begin(options, request, now),
    async find(typed, now) {
      const code = parseUserCode(typed);
      if (code === undefined) return undefined;
      const user = await digests.allOfUserCode(code);
      const grant = await withStorage(() => store.findDeviceGrant({ user }));
      return grant && isOpen(grant, now) ? grant : undefined;
    },
    async approve(id, approval, decision) {
      return (await settle(id, { status: 'approved', approval }, decision)) ? 'done' : 'gone';
    },
    async deny(id, decision) {
      return (await settle(id, { status: 'denied' }, decision)) ? 'done' : 'gone';
    },
    async failed(id, { by, now }) {
      const changed = await changeOpen(store, { id, now }, (grant) => {
        const failures = grant.failures + 1;
        if (failures < MAX_FAILURES) return { change: { failures } };
        const details = { client: grant.clientId, reason: 'too many failed tries' };
        const audit = auditEntry(random, by, { at: now, action: 'device.deny', targetId: id, details });
        return { change: { failures, status: 'denied' }, audit };
      });
      if (changed === undefined) return 'gone';
      return changed.status === 'denied' ? 'denied' : 'open';
    },
    async poll(deviceCode, poller, now) {
      const grant = isTokenText('dc', brand, deviceCode) ? await findByDevice(options, deviceCode) : undefined;
      if (grant === undefined) throw refusalOf('invalid_grant');
      const decision = decidePoll(grant, poller, now);
      if (decision.kind === 'approved') return grant;
      if (decision.kind === 'refused') throw refusalOf(decision.error);
      const noted = await withStorage(() => store.changeDeviceGrant(grant, decision.change));
      // Another poll came at the same time: this one was too early, and the other has raised the interval or will.
      throw refusalOf(noted === 'done' ? decision.error : 'slow_down');
    },
  };
}

/** Tries again where a code is taken. */
async function begin(
  { store, digests, brand, random }: DeviceGrantsOptions,
  request: DeviceRequest,
  now: number,
): Promise<BegunGrant> {
  for (let tries = 0; tries < TRIES; tries++) {
    const deviceCode = mintToken('dc', brand, random);
    const userCode = mintUserCode(random);
    const [deviceDigest, userDigest] = await Promise.all([
      digests.newest(deviceCode),
      digests.newestOfUserCode(userCode),
    ]);
    const grant = { ...newGrant(request, now), id: toHex(random(new Uint8Array(16))), deviceDigest, userDigest };
    const { expiresAt, interval } = grant;
    const result = await withStorage(() => store.insertDeviceGrant(grant));
    if (result === 'done') return { deviceCode, userCode: formatUserCode(userCode), expiresAt, interval };
  }
  throw new Refused({ reason: 'unavailable', retryAfterSeconds: 1 });
}

function newGrant(
  { client, requestedScopes, audience, dpopJkt, address }: DeviceRequest,
  now: number,
): Omit<DeviceGrant, 'id' | 'deviceDigest' | 'userDigest'> {
  return {
    ...{ clientId: client.id, requestedScopes, audience, dpopJkt, askerIp: address },
    ...{ createdAt: now, expiresAt: now + LIFE_MS, interval: INTERVAL_SECONDS, polledAt: null },
    ...{ failures: 0, status: 'pending', approval: null, revision: 1 },
  };
}

async function findByDevice({ store, digests }: DeviceGrantsOptions, text: string): Promise<DeviceGrant | undefined> {
  const device = await digests.all(text);
  return withStorage(() => store.findDeviceGrant({ device }));
}

interface Step {
  readonly change: DeviceGrantChange;
  readonly audit?: ReturnType<typeof auditEntry>;
}

/** Changes a grant that is open, again and again while polls come between; undefined when it is open no longer. */
async function changeOpen(
  store: SignInStore,
  { id, now }: { readonly id: string; readonly now: number },
  step: (grant: DeviceGrant) => Step,
): Promise<DeviceGrant | undefined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const grant = await withStorage(() => store.findDeviceGrantById(id));
    if (grant === undefined || !isOpen(grant, now)) return undefined;
    const { change, audit } = step(grant);
    const result = await withStorage(() => store.changeDeviceGrant(grant, change, audit));
    if (result === 'done') return { ...grant, ...change };
  }
  throw new Refused({ reason: 'unavailable', retryAfterSeconds: 1 });
}

const SENTENCES = {
  invalid_grant: 'This device code is not known, was used, or belongs to another client.',
  access_denied: 'The person denied the sign-in.',
  expired_token: 'The code has expired. Ask for a new one.',
  authorization_pending: 'The person has not decided yet.',
  slow_down: 'The polls come too fast: wait 5 seconds longer between them from now on.',
} as const;

function refusalOf(error: keyof typeof SENTENCES): OAuthRefused {
  return new OAuthRefused(error, SENTENCES[error]);
}
