import {
  type AnswerOf,
  CLIENT_IDS,
  type endpoints,
  type RandomBytes,
  randomBase62,
  type SessionStatus,
} from '@wicketgate/contract';
import { type Limits, TIER_LIMITS } from '../limits.ts';
import { Refusal } from '../refusal.ts';

type SessionsTable = (typeof endpoints)['sessions'];
/** A sign-in as administrators see it, in camelCase. */
export type SessionView = AnswerOf<SessionsTable['show']>['session'];

/** Somebody who signs in. Members that are left out: nothing is known of them, tier free, role user, no scopes. */
export interface Person extends Partial<Pick<SessionView, 'tier' | 'role' | 'source' | 'sourceId'>> {
  readonly principal: { readonly id: string; readonly email?: string | null; readonly name?: string | null };
  readonly scopes?: readonly string[];
  /** Null, the default: the limits of the tier. */
  readonly limits?: Limits | null;
}

/** What a sign-in is opened with. */
export interface SessionDraft {
  readonly person: Person;
  readonly clientId: string;
  /** What was granted. */
  readonly scopes: readonly string[];
}

export interface SessionFilter {
  readonly status?: string | undefined;
  readonly principal?: string | undefined;
  readonly client?: string | undefined;
}

/** The names of the applications that every gateway knows. */
export const CLIENT_NAMES: Readonly<Record<string, string>> = {
  [CLIENT_IDS.cli]: 'Wicketgate command',
  [CLIENT_IDS.vscode]: 'Wicketgate for VS Code',
};

/** How long a sign-in lasts without a refresh, and at most. */
const IDLE_MS = 7 * 24 * 60 * 60 * 1_000;
const MOST_MS = 30 * 24 * 60 * 60 * 1_000;

/** What was counted of a person over all sign-ins. */
export interface SessionUsage {
  readonly total: number;
  readonly lastUsedAt: string | null;
}

type Stored = Omit<SessionView, 'status'> & { readonly limits: Limits };

const instant = (time: number) => new Date(time).toISOString();

/** The sign-ins of a fake gateway, in memory, with the rules of their life. Their tokens are kept apart. */
export class SessionBook {
  readonly #stored: Stored[] = [];
  readonly #usage = new Map<string, SessionUsage>();
  readonly #random: RandomBytes;
  readonly #now: () => number;

  constructor(random: RandomBytes, now: () => number) {
    this.#random = random;
    this.#now = now;
  }

  open({ person, clientId, scopes }: SessionDraft): SessionView {
    const now = this.#now();
    const { principal, tier = 'free', role = 'user', source = 'provider', sourceId = 'fake' } = person;
    const stored: Stored = {
      id: randomBase62(16, this.#random),
      principal: { id: principal.id, email: principal.email ?? null, name: principal.name ?? null },
      ...{ tier, role, scopes: [...scopes], limits: person.limits ?? TIER_LIMITS[tier] },
      ...{ clientId, clientName: CLIENT_NAMES[clientId] ?? clientId, source, sourceId },
      ...{ createdAt: instant(now), createdIp: null, refreshedAt: instant(now), refreshedIp: null },
      ...{ expiresAt: instant(now + IDLE_MS), endsAt: instant(now + MOST_MS), checkedAt: instant(now), dpop: false },
      ...{ revokedAt: null, revokedBy: null, revokedReason: null },
    };
    this.#stored.push(stored);
    return this.#view(stored);
  }

  /** All sign-ins that fit, newest first. */
  list(filter: SessionFilter = {}): SessionView[] {
    const views = this.#stored.map((session) => this.#view(session)).reverse();
    return views.filter(
      ({ status, principal, clientId }) =>
        status === (filter.status ?? status) &&
        principal.id === (filter.principal ?? principal.id) &&
        clientId === (filter.client ?? clientId),
    );
  }

  show(id: string): SessionView {
    return this.#view(this.#find(id));
  }

  limitsOf(id: string): Limits {
    return this.#find(id).limits;
  }

  /** Moves the end of a sign-in on, as a refresh does. */
  refreshed(id: string): void {
    const session = this.#find(id);
    const end = Math.min(this.#now() + IDLE_MS, Date.parse(session.endsAt));
    Object.assign(session, { refreshedAt: instant(this.#now()), expiresAt: instant(end) });
  }

  /** Ends a sign-in. Once it is ended, reason and time stay. */
  revoke(id: string, reason: string, by: string): SessionView {
    const session = this.#find(id);
    if (session.revokedAt === null) {
      Object.assign(session, { revokedAt: instant(this.#now()), revokedBy: by, revokedReason: reason });
    }
    return this.#view(session);
  }

  /** Ends all sign-ins of a principal, or of everybody, and answers how many were not over before. */
  revokeAll(principal: string | undefined, reason: string, by: string): number {
    const open = this.list({ status: 'active', principal });
    for (const { id } of open) this.revoke(id, reason, by);
    return open.length;
  }

  /** Counts a call by any sign-in of a principal, as the gateway's batches would. */
  used(principal: string): void {
    const { total } = this.usageOf(principal);
    this.#usage.set(principal, { total: total + 1, lastUsedAt: instant(this.#now()) });
  }

  usageOf(principal: string): SessionUsage {
    return this.#usage.get(principal) ?? { total: 0, lastUsedAt: null };
  }

  #find(id: string): Stored {
    const found = this.#stored.find((session) => session.id === id);
    if (!found) throw new Refusal('not_found', { detail: 'There is no sign-in with this id.' });
    return found;
  }

  #view(stored: Stored): SessionView {
    const { limits: _, ...rest } = stored;
    const expired = Date.parse(stored.expiresAt) <= this.#now();
    const status: SessionStatus = stored.revokedAt !== null ? 'revoked' : expired ? 'expired' : 'active';
    return structuredClone({ ...rest, status });
  }
}
