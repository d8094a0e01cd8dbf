import type { SessionStatus } from '@wicketgate/contract';
import type { Approval, SessionChange, SessionRecord } from '../domain/session-record.ts';
import type { ActResult, AuditEntry } from './storage.ts';

/** A device that waits for a person (RFC 8628). Codes are stored as digests: 64 hexadecimal digits. Times in milliseconds. */
export interface DeviceGrant {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly deviceDigest: string;
  readonly userDigest: string;
  readonly clientId: string;
  readonly requestedScopes: readonly string[] | null;
  readonly audience: string;
  readonly dpopJkt: string | null;
  /** Address of the asker, for the page. */
  readonly askerIp: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Seconds: grows by 5 with each poll that comes too early, and never shrinks. */
  readonly interval: number;
  readonly polledAt: number | null;
  /** Failed tries of a person to prove who they are. */
  readonly failures: number;
  readonly status: 'pending' | 'approved' | 'denied' | 'used';
  readonly approval: Approval | null;
  readonly revision: number;
}
export type DeviceGrantChange = Partial<
  Pick<DeviceGrant, 'interval' | 'polledAt' | 'failures' | 'status' | 'approval'>
>;

/** An authorization code (RFC 6749 section 4.1.2), by the digest of its text. */
export interface AuthorizationCode {
  readonly digest: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** S256 (RFC 7636 section 4.2). */
  readonly codeChallenge: string;
  readonly requestedScopes: readonly string[] | null;
  readonly audience: string;
  readonly dpopJkt: string | null;
  readonly approval: Approval;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The session that it opened; set once. */
  readonly sessionId: string | null;
}

/** A refresh token by the digest of its text. */
export interface RefreshToken {
  readonly digest: string;
  readonly sessionId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** When it was exchanged for its child; null while it is the newest. */
  readonly usedAt: number | null;
  readonly childDigest: string | null;
  /** The child's text, sealed under a key that only the parent's text gives; null once the grace is over. */
  readonly childSealed: string | null;
}

/** What a browser is in the middle of. The text is its owner's; the id is a digest of what the browser holds. */
export interface Interaction {
  readonly id: string;
  /** JSON. */
  readonly state: string;
  readonly expiresAt: number;
  readonly revision: number;
}

/** What a new session uses up: nothing else may open a second one with it. */
export type Consumed =
  | { readonly kind: 'device'; readonly id: string; readonly revision: number }
  | { readonly kind: 'code'; readonly digest: string }
  | { readonly kind: 'nothing' };

export interface SessionOpening {
  readonly session: SessionRecord;
  /** Undefined where the grant has none. */
  readonly refresh: RefreshToken | undefined;
  readonly consumed: Consumed;
  readonly audit: AuditEntry;
}

/** One refresh: commits only while the session has this revision and the parent was not used. */
export interface Rotation {
  readonly sessionId: string;
  readonly revision: number;
  readonly change: SessionChange;
  readonly parent: { readonly digest: string; readonly usedAt: number; readonly childSealed: string };
  readonly child: RefreshToken;
  readonly audit: AuditEntry;
}

export interface SessionUpdate {
  readonly id: string;
  readonly revision: number;
  readonly change: SessionChange;
  readonly audit: AuditEntry;
}

export interface SessionFilter {
  readonly status?: SessionStatus | undefined;
  readonly principalId?: string | undefined;
  readonly clientId?: string | undefined;
}

/** Newest first, then by id; behind `after`. */
export interface SessionPage {
  readonly after?: { readonly createdAt: number; readonly id: string } | undefined;
  readonly limit: number;
  readonly now: number;
}

export interface MassRevocation {
  /** Undefined: everybody's. */
  readonly principalId: string | undefined;
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  /** Its target is no session. */
  readonly audit: AuditEntry;
}

/** Sign-ins and what leads to them. Every method throws `StorageError` when the store fails. */
export interface SignInStore {
  /** `conflict`: one of the codes is taken. */
  insertDeviceGrant(grant: DeviceGrant): Promise<ActResult>;
  /** By the digest of either code, under any pepper. Expired ones too, until they are pruned. */
  findDeviceGrant(
    by: { readonly device: readonly string[] } | { readonly user: readonly string[] },
  ): Promise<DeviceGrant | undefined>;
  findDeviceGrantById(id: string): Promise<DeviceGrant | undefined>;
  /** With an audit entry (target: the grant) where the change is somebody's decision. */
  changeDeviceGrant(
    grant: Pick<DeviceGrant, 'id' | 'revision'>,
    change: DeviceGrantChange,
    audit?: AuditEntry,
  ): Promise<ActResult>;

  /**
   * Commits the audit entry of the decision with it; the entry's target takes no other entries, because a code has no
   * revision. Throws `StorageError` with `constraint` when the digest is taken.
   */
  insertCode(code: AuthorizationCode, audit: AuditEntry): Promise<void>;
  findCode(digests: readonly string[]): Promise<AuthorizationCode | undefined>;

  /** A device grant that is used up forgets its approval: a provider's token may be in it. */
  openSession(opening: SessionOpening): Promise<ActResult>;
  findSession(id: string): Promise<SessionRecord | undefined>;
  listSessions(filter: SessionFilter, page: SessionPage): Promise<SessionRecord[]>;
  updateSession(update: SessionUpdate): Promise<ActResult>;
  /**
   * Revokes what is active or expired and not revoked yet; answers how many. Approvals that no session was opened with
   * yet are taken back with them, whether a device or a code carries them.
   */
  revokeSessions(revocation: MassRevocation): Promise<number>;

  findRefreshToken(digests: readonly string[]): Promise<RefreshToken | undefined>;
  /** Also forgets the sealed child of the parent's own parent: its grace is over. */
  rotate(rotation: Rotation): Promise<ActResult>;

  /** Throws `StorageError` with `constraint` when the id is taken. */
  insertInteraction(interaction: Interaction): Promise<void>;
  findInteraction(id: string): Promise<Interaction | undefined>;
  /** Replaces the state while the revision is still this one. */
  changeInteraction(interaction: Pick<Interaction, 'id' | 'revision' | 'state'>): Promise<ActResult>;
  deleteInteraction(id: string): Promise<void>;

  /** Notes the id of a proof (RFC 9449 section 11.1); false when it was there already. */
  claimProof(id: string, expiresAt: number): Promise<boolean>;
  /** An entry of its own, for what changes no row: failed sign-ins, refused tokens. Its target takes no other entries. */
  recordAudit(entry: AuditEntry): Promise<void>;
  /** Deletes what is over: grants, codes, interactions, proofs and tokens that ended; sealed children after the grace; sessions 30 days after their end. */
  pruneSignIn(now: number): Promise<void>;
}
