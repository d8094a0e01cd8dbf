import { approvableNames, renameOrigins, visibleChanges } from '../../rules/catalog/catalog-changes.ts';
import type { Snapshot } from '../../rules/catalog/snapshot.ts';
import { type Comparison, compareTools } from '../../rules/pins/compare-tools.ts';
import { approveTools, NO_PINS, type Pins } from '../../rules/pins/pins.ts';
import type { Pinning } from '../../words/pinning.ts';
import type { ToolChange } from '../../words/tool-client.ts';
import { McpError } from '../../words/errors.ts';
import type { PinKeeper } from './pin-keeper.ts';

export interface ToolApprovalsOptions {
  /** Id of the server. */
  readonly id: string;
  readonly pinning: Pinning;
  readonly pins: PinKeeper;
}

export interface WantedApproval {
  /** The tool's own name. */
  readonly name: string;
  /** As it was shown to whoever approves it; its hash is undefined where it was gone. Undefined: as it is known. */
  readonly shown: { readonly hash: string | undefined } | undefined;
}

/** How it stands with the approval of one server's tools. */
export class ToolApprovals {
  readonly #options: ToolApprovalsOptions;

  constructor(options: ToolApprovalsOptions) {
    this.#options = options;
  }

  /** Compares a listing with what was approved, and remembers what is trusted from now on. */
  async review(listed: Snapshot['listed']): Promise<Comparison> {
    const { pinning, pins } = this.#options;
    if (pinning === 'off') return NOTHING_PINNED;
    const known = await pins.tryLoad();
    const comparison = this.#compare(listed, known);
    if (known !== 'unreadable') await pins.trySave(comparison.pins);
    return comparison;
  }

  /**
   * Approves tools as a snapshot has them. Rejects with `tool_held` when one is not as it was shown, and then approves none; and
   * with what the store of approvals throws.
   */
  async approve(snapshot: Snapshot, wanted: readonly WantedApproval[]): Promise<Comparison> {
    if (this.#options.pinning === 'off') return NOTHING_PINNED;
    this.#assertAsShown(snapshot, wanted);
    const approvable = approvableNames(snapshot);
    const names = wanted.map(({ name }) => name).filter((name) => approvable.has(name));
    const pins = (await this.#options.pins.load()) ?? NO_PINS;
    const next = approveTools(pins, names, { listed: snapshot.listed, origins: renameOrigins(snapshot.changes) });
    await this.#options.pins.save(next);
    return this.#compare(snapshot.listed, next);
  }

  /** What waits for approval, or is reported as not approved. */
  pending(snapshot: Snapshot): readonly ToolChange[] {
    const isTrusted = ({ kind, held }: ToolChange) => kind === 'added' && !held && this.#options.pinning !== 'report';
    return visibleChanges(snapshot).filter((change) => !isTrusted(change));
  }

  /** A server may change a tool once more between the look at it and the yes. */
  #assertAsShown({ listed }: Snapshot, wanted: readonly WantedApproval[]): void {
    const other = wanted.find(({ name, shown }) => shown !== undefined && shown.hash !== listed.get(name)?.hash);
    if (other === undefined) return;
    const { id: server } = this.#options;
    const message = 'The tool is no longer as it was shown, so it was not approved. Look at it again.';
    throw new McpError('tool_held', message, { server, tool: `${server}/${other.name}` });
  }

  /** Where nobody knows what was approved, nothing was. */
  #compare(listed: Snapshot['listed'], known: Pins | 'unreadable' | undefined): Comparison {
    const { id, pinning } = this.#options;
    if (pinning === 'off') return NOTHING_PINNED;
    const question = { server: id, listed: [...listed.values()] };
    if (known !== 'unreadable') return compareTools({ ...question, mode: pinning, pins: known });
    const mode = pinning === 'report' ? 'report' : 'hold-new-and-changed';
    return compareTools({ ...question, mode, pins: undefined });
  }
}

const NOTHING_PINNED: Comparison = { changes: [], held: new Set(), pins: NO_PINS };
