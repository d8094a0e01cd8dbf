import type { Clock, Logger } from '@wicketgate/core';
import type { ToolJudge } from '../../rules/policy/compile-policy.ts';
import type { ToolChange } from '../../words/tool-client.ts';
import type { ServerSession } from '../session/server-session.ts';
import type { CatalogShelf } from './catalog-shelf.ts';
import type { ToolApprovals } from './tool-approvals.ts';

export interface ServerCatalogOptions {
  readonly id: string;
  readonly session: Pick<ServerSession, 'list' | 'report'>;
  readonly shelf: CatalogShelf;
  readonly approvals: ToolApprovals;
  readonly judge: ToolJudge;
  /** Hash of who asks; undefined when that cannot be told. With `quiet` nobody may be asked for it. */
  readonly principal: (how: 'quiet' | 'asking', signal: AbortSignal | undefined) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  /** Told of every snapshot that takes the place of another, with what changed. */
  readonly onChange: (changes: readonly ToolChange[]) => void;
}

export interface CatalogStats {
  /** Questions that were answered without asking the server. */
  readonly hits: number;
  /** Questions for which the server was asked. */
  readonly misses: number;
  /** Of those, the ones that it did not answer. */
  readonly failures: number;
}
