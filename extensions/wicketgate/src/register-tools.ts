import path from 'node:path';
import type { Gate } from '@wicketgate/vscode-kit';
import * as vscode from 'vscode';
import { systemFetch } from './adapters/system-fetch.ts';
import { COMMANDS, VIEWS } from './ids.ts';
import { MESSAGES } from './messages.ts';
import { registerMetaTools } from './meta-tools.ts';
import { offeredServers, offersMetaTools } from './offered-servers.ts';
import { RoomKeeper } from './room-keeper.ts';
import { searchTools } from './search-box.ts';
import { registerServerProvider } from './server-provider.ts';
import { readServers, type ServerFlaw } from './server-setting.ts';
import { createToolCounts } from './tool-counts.ts';
import type { ToolRow } from './tool-rows.ts';
import { toolSettings } from './tool-settings.ts';
import { createToolSwitches, type ToolSwitches } from './tool-switches.ts';
import { ToolTree } from './tool-tree.ts';

/**
 * The MCP servers of the settings: for VS Code, for models, and for the person. Nothing of it asks a server before somebody
 * looks, and nothing is offered while the gate is shut.
 */
export function registerTools(context: vscode.ExtensionContext, gate: Gate): vscode.Disposable {
  const settings = () => toolSettings(ownSetting);
  const setting = () => readServers(settings().servers, gate.url);
  const servers = () => setting().servers;
  const switches = createToolSwitches(context.globalState);
  const counts = createToolCounts(context.globalState);
  const keeper: RoomKeeper = new RoomKeeper({
    ...{ gate, servers, keepsCatalog: () => settings().keepsCatalog },
    folder: path.join(context.globalStorageUri.fsPath, 'tools'),
    version: (context.extension.packageJSON as { readonly version: string }).version,
    fetch: systemFetch,
    isOff: (id) => switches.isOff(id),
    onChange: () => tree.draw(),
    load: () => import('./tools.ts'),
  });
  /** What was learned of a server may change what VS Code is given. */
  const learn = async () => {
    const room = await keeper.opened();
    if (room !== undefined && counts.note(servers(), room.counts())) provider.follow();
  };
  const onUse = () => void learn().catch(() => undefined);
  const flaws = () => setting().flaws;
  const tree: ToolTree = new ToolTree({ keeper, isOpen: () => gate.isOpen, flaws, switches, onUse });
  const provider = registerServerProvider(gate, () =>
    offeredServers({ settings: settings(), servers: servers(), toolsOf: (server) => counts.of(server) }),
  );
  let metaTools: vscode.Disposable | undefined;
  const followMetaTools = () => {
    const isOffered = gate.isOpen && offersMetaTools(settings(), servers());
    if (isOffered === (metaTools !== undefined)) return;
    metaTools?.dispose();
    metaTools = isOffered ? registerMetaTools(keeper, onUse) : undefined;
  };
  const tell = createFlawTeller(gate);
  const follow = () => {
    keeper.follow();
    provider.follow();
    followMetaTools();
    tree.draw();
    if (gate.isOpen) tell(flaws());
  };
  return vscode.Disposable.from(
    ...[keeper, tree, provider],
    { dispose: () => void metaTools?.dispose() },
    gate.onDidChangeState(follow),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('wicketgate')) follow();
    }),
    ...registerCommands(gate, { keeper, tree, switches, onUse, limit: () => settings().limit }),
  );
}

interface CommandParts {
  readonly keeper: RoomKeeper;
  readonly tree: ToolTree;
  readonly switches: ToolSwitches;
  readonly limit: () => number;
  readonly onUse: () => void;
}

function registerCommands(gate: Gate, { keeper, tree, switches, limit, onUse }: CommandParts): vscode.Disposable[] {
  const search = async () => {
    const room = await keeper.room();
    if (room === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t(MESSAGES.noServers));
      return;
    }
    const id = await searchTools({ room, limit: limit(), isOff: (tool) => switches.isOff(tool) });
    onUse();
    if (id !== undefined) await tree.reveal(id);
  };
  return [
    gate.registerCommand(COMMANDS.searchTools, search),
    gate.registerCommand(COMMANDS.refreshTools, () => tree.ask('always')),
    gate.registerCommand(COMMANDS.approveTool, async (_, row?: ToolRow) => {
      if (row === undefined) await vscode.commands.executeCommand(`${VIEWS.tools}.focus`);
      else await approve(row, keeper);
      tree.draw();
    }),
  ];
}

/** What the person or the machine has set. A workspace sets none of it, and is not asked. */
function ownSetting(name: string): unknown {
  return vscode.workspace.getConfiguration().inspect<unknown>(name)?.globalValue;
}

async function approve({ id, hash, label, tooltip }: ToolRow, keeper: RoomKeeper): Promise<void> {
  const { t } = vscode.l10n;
  const [question, yes] = [t(MESSAGES.approveQuestion, label), t(MESSAGES.approve)];
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail: tooltip }, yes);
  if (answer !== yes) return;
  try {
    await (await keeper.room())?.approve({ tool: id, hash });
  } catch {
    void vscode.window.showErrorMessage(t(MESSAGES.approveFailed, label));
  }
}

/** Tells of entries that cannot be used, once for as long as they stay the same. */
function createFlawTeller(gate: Pick<Gate, 'run'>): (flaws: readonly ServerFlaw[]) => void {
  const { t } = vscode.l10n;
  let told = '';
  return (flaws) => {
    const text = flaws.map(({ id, reason }) => `${id === '' ? '' : `${id}: `}${t(reason)}`).join(' ');
    if (text === told) return;
    told = text;
    if (text === '') return;
    const open = t(MESSAGES.openSettings);
    void vscode.window.showWarningMessage(t(MESSAGES.serversFlawed, text), open).then((choice) => {
      if (choice === open) void gate.run('openSettings');
    });
  };
}
