import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as manifest from '../src/manifest.ts';
import * as page from '../src/page.ts';
import { GATE_ACTIONS } from '../src/words/gate-action.ts';
import { GATE_STATUSES } from '../src/words/gate-state.ts';

const source = (file: string) => readFile(fileURLToPath(new URL(`../src/${file}`, import.meta.url)), 'utf8');

/** The names of an entry that needs `vscode`, which nothing but an extension host has: read from its source. */
function exportsOf(text: string) {
  const lists = [...text.matchAll(/^export (type )?\{([^}]*)\} from/gm)];
  const named = lists.flatMap(([, type = '', names = '']) =>
    names
      .split(',')
      .map((name) => ({ isType: type !== '' || /^\s*type /.test(name), name: /\w+\s*$/.exec(name)?.[0].trim() })),
  );
  const namesOf = (kind: boolean) =>
    named.flatMap(({ isType, name }) => (isType === kind && name ? [name] : [])).sort();
  return { values: namesOf(false), types: namesOf(true) };
}

// Red here means: decide. A name that goes breaks somebody; a name that comes must be wanted by somebody.
describe('public names', () => {
  it('of @wicketgate/vscode-kit', async () => {
    const text = await source('index.ts');
    expect(text).not.toMatch(/export \*|export (?:const|function|class)/);
    expect(exportsOf(text)).toEqual({
      values: ['createEditorSecretStore', 'createGate'],
      types: [
        'ActiveState',
        'CheckingState',
        'EditorSecretStoreOptions',
        'Gate',
        'GateAction',
        'GateOptions',
        'GateState',
        'GateStatus',
        'GraceState',
        'GuardedAction',
        'InvalidState',
        'NoKeyReason',
        'NoKeyState',
        'OpenState',
        'Translate',
        'UnavailableState',
      ],
    });
  });

  it('of @wicketgate/vscode-kit/manifest', () => {
    expect(Object.keys(manifest).sort()).toEqual([
      'GATE_ACTIONS',
      'GATE_STATUSES',
      'commandOf',
      'gateContributions',
      'gateTexts',
      'manifestFaults',
      'stateKeyOf',
    ]);
  });

  it('of @wicketgate/vscode-kit/page', () => {
    expect(Object.keys(page).sort()).toEqual([
      'createTimeFormat',
      'describeState',
      'html',
      'personOf',
      'plainLine',
      'renderPage',
    ]);
  });

  it('of a gate', async () => {
    const [, members = ''] = /^export interface Gate \{(.*?)^\}/ms.exec(await source('gate.ts')) ?? [];
    const names = [...members.matchAll(/^ {2}(?:readonly )?(\w+)[<(?:]/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual([
      'check',
      'client',
      'credential',
      'diagnostics',
      'dispose',
      'guard',
      'isOpen',
      'onDidChangeState',
      'registerCommand',
      'run',
      'signIn',
      'signOut',
      'state',
      'url',
    ]);
  });

  it('of the states and the commands', () => {
    expect(GATE_STATUSES).toEqual(['noKey', 'checking', 'active', 'grace', 'invalid', 'unavailable']);
    expect(GATE_ACTIONS).toEqual([
      'signIn',
      'enterKey',
      'signOut',
      'checkStatus',
      'showMenu',
      'openSettings',
      'showOutput',
      'copyDiagnostics',
      'requestAccess',
    ]);
  });
});
