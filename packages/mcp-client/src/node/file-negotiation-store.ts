import type { Logger } from '@wicketgate/core';
import * as z from 'zod/mini';
import type { NegotiationRecord, NegotiationStore } from '../ports/negotiation-store.ts';
import { createRecordFiles } from './record-files.ts';

export interface FileStoreOptions {
  /** The folder of the records; several stores may share it. Made when it is missing, for its owner alone (0700). */
  readonly folder: string;
  /** Told of a record that cannot be used. */
  readonly logger?: Logger | undefined;
}

/** The answer of `server/discover` with its instructions. */
const MAX_BYTES = 1024 * 1024;
const MAX_FILES = 1_000;

const record = z.object({
  at: z.number(),
  negotiated: z.object({
    era: z.enum(['modern', 'legacy']),
    protocolVersion: z.string(),
    serverInfo: z.object({ name: z.string(), version: z.string(), title: z.optional(z.string()) }),
    instructions: z.optional(z.string()),
    discover: z.optional(z.record(z.string(), z.unknown())),
    partial: z.optional(z.literal(true)),
  }),
});

/**
 * What was agreed with servers, as files (0600), 1 MB and 1,000 of them at most: the oldest go first. A damaged one counts as
 * none, and the logger is told. Throws `unsafe_file` on `save` when others may enter the folder.
 */
export function openFileNegotiationStore({ folder, logger }: FileStoreOptions): NegotiationStore {
  return createRecordFiles<NegotiationRecord>({
    ...{ folder, logger, kind: 'negotiation', maxBytes: MAX_BYTES, maxFiles: MAX_FILES, damage: 'absent' },
    parse: (value) => {
      const read = record.safeParse(value);
      if (!read.success) return undefined;
      const { at, negotiated } = read.data;
      const { instructions, discover } = negotiated;
      return { at, negotiated: { ...negotiated, instructions, discover } };
    },
  });
}
