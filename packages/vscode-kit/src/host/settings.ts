import { ConfigurationTarget, Uri, workspace } from 'vscode';
import type { SettingPlace, Settings } from '../ports/settings.ts';

/** In a remote window the user's value may stand in two files, one behind the other. */
const FILES_OF_USER = 2;

/** The settings of VS Code. */
export const vscodeSettings: Settings = {
  trusted(name) {
    const values = workspace.getConfiguration().inspect(name);
    return values?.globalValue ?? values?.defaultValue;
  },
  places(name) {
    const values = workspace.getConfiguration().inspect(name);
    return [
      ...placeOf({ scope: 'user', value: values?.globalValue }),
      ...placeOf({ scope: 'workspace', value: values?.workspaceValue }),
      ...foldersOf(name),
    ];
  },
  async remove(name, place) {
    const target = TARGETS[place.scope];
    const left = () => configurationOf(place).inspect(name)?.[VALUES[place.scope]] !== undefined;
    for (let file = 0; file < FILES_OF_USER && left(); file++) {
      await configurationOf(place).update(name, undefined, target);
    }
    if (left()) throw new Error(`The setting ${name} of the ${place.scope} could not be removed.`);
  },
  async write(name, value) {
    await workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);
  },
  onDidChange: (names, listener) =>
    workspace.onDidChangeConfiguration((change) => {
      if (names.some((name) => change.affectsConfiguration(name))) listener();
    }),
};

const TARGETS = {
  user: ConfigurationTarget.Global,
  workspace: ConfigurationTarget.Workspace,
  folder: ConfigurationTarget.WorkspaceFolder,
} as const;

const VALUES = { user: 'globalValue', workspace: 'workspaceValue', folder: 'workspaceFolderValue' } as const;

function placeOf(place: SettingPlace): SettingPlace[] {
  return place.value === undefined ? [] : [place];
}

/** Only a workspace of several folders has settings of its folders that are not those of the workspace. */
function foldersOf(name: string): SettingPlace[] {
  if (workspace.workspaceFile === undefined) return [];
  return (workspace.workspaceFolders ?? []).flatMap(({ uri }) => {
    const value: unknown = workspace.getConfiguration(undefined, uri).inspect(name)?.workspaceFolderValue;
    return placeOf({ scope: 'folder', value, folder: uri.toString() });
  });
}

function configurationOf({ folder }: SettingPlace) {
  return workspace.getConfiguration(undefined, folder === undefined ? null : Uri.parse(folder));
}
