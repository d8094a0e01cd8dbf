import type { Role, Tier } from '@wicketgate/contract';

/** Times are milliseconds since 1970; scopes and approvals are JSON. Digests are 64 hexadecimal digits. */
export interface SessionTable {
  readonly id: string;
  readonly principal_id: string;
  readonly principal_email: string | null;
  readonly principal_name: string | null;
  readonly tier: Tier;
  readonly role: Role;
  readonly scopes: string;
  readonly limit_requests: number | null;
  readonly limit_window_seconds: number | null;
  readonly limit_burst: number | null;
  readonly source_kind: 'provider' | 'key' | 'federation';
  readonly source_id: string;
  readonly source_subject: string | null;
  readonly client_id: string;
  readonly client_name: string;
  readonly requested_scopes: string | null;
  readonly audience: string;
  readonly dpop_jkt: string | null;
  readonly upstream_sealed: string | null;
  readonly checked_at: number;
  readonly created_at: number;
  readonly created_ip: string | null;
  readonly refreshed_at: number;
  readonly refreshed_ip: string | null;
  readonly expires_at: number;
  readonly ends_at: number;
  readonly revoked_at: number | null;
  readonly revoked_by: string | null;
  readonly revoked_reason: string | null;
  readonly revision: number;
}

export interface RefreshTokenTable {
  readonly digest: string;
  readonly session_id: string;
  readonly issued_at: number;
  readonly expires_at: number;
  readonly used_at: number | null;
  readonly child_digest: string | null;
  readonly child_sealed: string | null;
}

export interface DeviceGrantTable {
  readonly id: string;
  readonly device_digest: string;
  readonly user_digest: string;
  readonly client_id: string;
  readonly requested_scopes: string | null;
  readonly audience: string;
  readonly dpop_jkt: string | null;
  readonly asker_ip: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  /** Seconds: `interval` itself is a word of SQL. */
  readonly poll_interval: number;
  readonly polled_at: number | null;
  readonly failures: number;
  readonly status: 'pending' | 'approved' | 'denied' | 'used';
  readonly approval: string | null;
  /** Whom the approval is of. */
  readonly principal_id: string | null;
  /** What it was used up for. */
  readonly session_id: string | null;
  readonly revision: number;
}

export interface AuthorizationCodeTable {
  readonly digest: string;
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly code_challenge: string;
  readonly requested_scopes: string | null;
  readonly audience: string;
  readonly dpop_jkt: string | null;
  readonly approval: string;
  /** Whom the approval is of. */
  readonly principal_id: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly session_id: string | null;
}

export interface InteractionTable {
  readonly id: string;
  readonly state: string;
  readonly expires_at: number;
  readonly revision: number;
}

export interface UsedProofTable {
  readonly id: string;
  readonly expires_at: number;
}

export interface SignInSchema {
  readonly sessions: SessionTable;
  readonly refresh_tokens: RefreshTokenTable;
  readonly device_grants: DeviceGrantTable;
  readonly authorization_codes: AuthorizationCodeTable;
  readonly interactions: InteractionTable;
  readonly used_proofs: UsedProofTable;
}
