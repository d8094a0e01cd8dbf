/** Remembers which proofs were used, until they would be refused for their age. */
export interface ProofMemory {
  /** Notes a proof; false when it was there already, or when there is no room to remember it. */
  claim(proof: { readonly jkt: string; readonly jti: string; readonly expiresAt: number }, now: number): boolean;
}

export interface ProofMemoryLimits {
  /** How many live proofs of one key are remembered; default 5,000. One caller must not use up the room of all. */
  readonly perKey?: number;
  /** How many in all; default 100,000. */
  readonly inAll?: number;
}

/**
 * In the memory of this process. What does not fit is refused and never forgotten early: whoever could push entries out
 * could use a stolen proof a second time.
 */
export function createProofMemory({ perKey = 5_000, inAll = 100_000 }: ProofMemoryLimits = {}): ProofMemory {
  const usedBy = new Map<string, Map<string, number>>();
  let size = 0;

  const forgetEnded = (jkt: string, used: Map<string, number>, now: number) => {
    for (const [jti, expiresAt] of used) if (expiresAt <= now && used.delete(jti)) size--;
    if (used.size === 0) usedBy.delete(jkt);
  };

  return {
    claim({ jkt, jti, expiresAt }, now) {
      if (size >= inAll) for (const [key, used] of usedBy) forgetEnded(key, used, now);
      const before = usedBy.get(jkt);
      if (before !== undefined && before.size >= perKey) forgetEnded(jkt, before, now);
      const used = usedBy.get(jkt) ?? new Map<string, number>();
      if ((used.get(jti) ?? 0) > now || used.size >= perKey || size >= inAll) return false;
      if (!used.has(jti)) size++;
      used.set(jti, expiresAt);
      usedBy.set(jkt, used);
      return true;
    },
  };
}
