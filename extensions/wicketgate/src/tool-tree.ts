import * as vscode from 'vscode';
import { VIEWS } from './ids.ts';
import type { RoomKeeper } from './room-keeper.ts';
import type { ServerFlaw } from './server-setting.ts';
import { type ToolRow, toolRows } from './tool-rows.ts';
import type { ToolSwitches } from './tool-switches.ts';

export interface ToolTreeOptions {
  readonly keeper: Pick<RoomKeeper, 'room' | 'opened'>;
  readonly isOpen: () => boolean;
  readonly flaws: () => readonly ServerFlaw[];
  readonly switches: ToolSwitches;
  /** Something was switched, or servers were asked. */
  readonly onUse: () => void;
}

/** The view of the tools. It asks servers when it is looked at, and shows nothing while the gate is shut. */
export class ToolTree implements vscode.TreeDataProvider<ToolRow> {
  readonly #options: ToolTreeOptions;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<ToolRow>;
  readonly #taken: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changes.event;
  #parents = new Map<string, ToolRow>();
  #rows = new Map<string, ToolRow>();

  constructor(options: ToolTreeOptions) {
    this.#options = options;
    this.#view = vscode.window.createTreeView(VIEWS.tools, {
      treeDataProvider: this,
      showCollapseAll: true,
      manageCheckboxStateManually: true,
    });
    this.#taken = vscode.Disposable.from(
      this.#view,
      this.#changes,
      this.#view.onDidChangeCheckboxState(({ items }) => void this.#switch(items)),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.ask('fresh');
      }),
    );
  }

  /** Draws anew what is known. */
  draw(): void {
    this.#changes.fire(undefined);
  }

  /** Asks the servers, and draws what they answer as it comes. */
  async ask(how: 'fresh' | 'always'): Promise<void> {
    const room = await this.#options.keeper.room();
    await room?.refresh(how);
    this.#options.onUse();
  }

  /** Shows a tool, by its id. */
  async reveal(id: string): Promise<void> {
    await vscode.commands.executeCommand(`${VIEWS.tools}.focus`);
    await this.getChildren();
    const row = this.#rows.get(`tool:${id}`);
    if (row !== undefined) await this.#view.reveal(row, { select: true, focus: true });
  }

  async getChildren(row?: ToolRow): Promise<ToolRow[]> {
    if (!this.#options.isOpen()) return [];
    return row === undefined ? [...(await this.#look())] : [...row.children];
  }

  getParent(row: ToolRow): ToolRow | undefined {
    return this.#parents.get(row.key);
  }

  getTreeItem(row: ToolRow): vscode.TreeItem {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.kind === 'server' ? Collapsed : None);
    const accessibilityInformation = { label: row.spoken };
    Object.assign(item, {
      ...{ id: row.key, description: row.description, tooltip: row.tooltip, contextValue: row.kind },
      ...{ iconPath: new vscode.ThemeIcon(row.icon), accessibilityInformation },
    });
    if (row.isOn !== undefined) {
      const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
      item.checkboxState = { state: row.isOn ? Checked : Unchecked, accessibilityInformation };
    }
    return item;
  }

  dispose(): void {
    this.#taken.dispose();
  }

  async #look(): Promise<readonly ToolRow[]> {
    const { keeper, flaws, switches, isOpen } = this.#options;
    const isFirst = (await keeper.opened()) === undefined;
    const room = await keeper.room();
    if (isFirst && room !== undefined) void this.ask('fresh');
    const servers = (await room?.servers()) ?? [];
    if (!isOpen()) return [];
    const rows = toolRows(servers, flaws(), { t: vscode.l10n.t, isOff: (id) => switches.isOff(id) });
    this.#parents = new Map(rows.flatMap((parent) => parent.children.map(({ key }) => [key, parent])));
    this.#rows = new Map(rows.flatMap((parent) => [parent, ...parent.children]).map((row) => [row.key, row]));
    return rows;
  }

  async #switch(items: readonly (readonly [ToolRow, vscode.TreeItemCheckboxState])[]): Promise<void> {
    const { Checked } = vscode.TreeItemCheckboxState;
    const states = items.map(([{ id }, state]) => [id, state === Checked ? 'on' : 'off'] as const);
    await this.#options.switches.set(new Map(states));
    this.#options.onUse();
    this.draw();
  }
}
