import type { Gate } from '@wicketgate/vscode-kit';
import { holderOf } from './server-definitions.ts';
import type { ConfiguredServer } from './server-setting.ts';
import type { ToolRoom, ToolRoomOptions, ToolsModule } from './tool-room.ts';

export interface RoomKeeperOptions extends Pick<
  ToolRoomOptions,
  'folder' | 'version' | 'fetch' | 'isOff' | 'onChange'
> {
  readonly gate: Pick<Gate, 'state' | 'isOpen' | 'url' | 'credential'>;
  /** As the settings are now. */
  readonly servers: () => readonly ConfiguredServer[];
  readonly keepsCatalog: () => boolean;
  /** Reads the second bundle. */
  readonly load: () => Promise<ToolsModule>;
}

interface Kept {
  /** Whose room it is, and where. */
  readonly key: string;
  readonly room: Promise<ToolRoom>;
  servers: string;
}

/**
 * Keeps the one room of tools. It is opened when somebody first wants it, and closed when the gate shuts, when another person
 * or another gateway comes, and with the extension.
 */
export class RoomKeeper {
  readonly #options: RoomKeeperOptions;
  #kept: Kept | undefined;
  #isOver = false;

  constructor(options: RoomKeeperOptions) {
    this.#options = options;
  }

  /** Undefined while the gate is shut, and where no server is configured. */
  async room(): Promise<ToolRoom | undefined> {
    const key = this.#key();
    if (key === undefined) return undefined;
    if (this.#kept?.key !== key) this.#open(key);
    const kept = this.#kept;
    const room = await kept?.room;
    return this.#kept === kept ? room : undefined;
  }

  /** The room, where somebody has wanted it already. */
  async opened(): Promise<ToolRoom | undefined> {
    return this.#kept === undefined ? undefined : this.room();
  }

  /** The gate or the settings are not what they were. */
  follow(): void {
    const { servers, onChange } = this.#options;
    const kept = this.#kept;
    if (kept === undefined) return;
    if (this.#key() !== kept.key) {
      this.#drop();
      onChange();
      return;
    }
    const now = JSON.stringify(servers());
    if (now === kept.servers) return;
    kept.servers = now;
    void kept.room.then((room) => room.setServers(servers())).then(onChange, onChange);
  }

  dispose(): void {
    this.#isOver = true;
    this.#drop();
  }

  #open(key: string): void {
    this.#drop();
    const servers = this.#options.servers();
    const kept: Kept = { key, room: this.#load(servers), servers: JSON.stringify(servers) };
    // What could not be read is tried again by whoever wants it next.
    kept.room.catch(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    this.#kept = kept;
  }

  async #load(servers: readonly ConfiguredServer[]): Promise<ToolRoom> {
    const { gate, load, keepsCatalog, folder, version, fetch, isOff, onChange } = this.#options;
    const holder = holderOf(gate.state) ?? '';
    const { openToolRoom } = await load();
    const { credential } = gate;
    return openToolRoom({
      ...{ servers, credential, holder, folder, version, fetch, isOff, onChange },
      keepsCatalog: keepsCatalog(),
    });
  }

  #drop(): void {
    const kept = this.#kept;
    this.#kept = undefined;
    void kept?.room.then(
      (room) => room.close(),
      () => undefined,
    );
  }

  #key(): string | undefined {
    const { gate, servers, keepsCatalog } = this.#options;
    if (this.#isOver || !gate.isOpen || servers().length === 0) return undefined;
    return JSON.stringify([gate.url, holderOf(gate.state), keepsCatalog()]);
  }
}
