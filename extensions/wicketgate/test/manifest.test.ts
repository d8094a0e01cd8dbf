import { readFileSync } from 'node:fs';
import { META_TOOLS } from '@wicketgate/mcp-client/loader';
import { manifestFaults } from '@wicketgate/vscode-kit/manifest';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_COMMANDS } from '../src/account-page.ts';
import {
  CLIENT_ID,
  COMMANDS,
  ID,
  LEGACY_SETTINGS,
  META_TOOL_IDS,
  SERVER_PROVIDER,
  SETTINGS,
  VIEWS,
} from '../src/ids.ts';
import { DEFAULT_TOOL_LIMIT, TOOL_STRATEGIES } from '../src/tool-settings.ts';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

interface View {
  readonly id: string;
  readonly when: string;
  readonly type?: string;
}
interface MenuItem {
  readonly command: string;
  readonly when: string;
}
interface ModelTool {
  readonly name: string;
  readonly when: string;
  readonly modelDescription: string;
  readonly inputSchema: object;
}
interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly icon: string;
  readonly main: string;
  readonly extensionKind: string[];
  readonly activationEvents: string[];
  readonly capabilities: Record<string, { supported: unknown }>;
  readonly repository: { readonly url: string };
  readonly contributes: {
    readonly commands: { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: {
      readonly properties: Record<string, { scope: string; default: unknown; pattern?: string; enum?: string[] }>;
    };
    readonly viewsContainers: { readonly activitybar: { id: string; icon: string }[] };
    readonly views: Record<string, View[]>;
    readonly viewsWelcome: { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly menus: Record<string, MenuItem[]>;
    readonly mcpServerDefinitionProviders: { id: string }[];
    readonly languageModelTools: ModelTool[];
    readonly walkthroughs: { readonly steps: { readonly completionEvents: string[]; media: { svg: string } }[] }[];
  };
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;
const texts = JSON.parse(read('package.nls.json')) as Record<string, string>;
const views = Object.values(contributes.views).flat();
const OPEN = 'wicketgate.state == active || wicketgate.state == grace';
const commands: readonly string[] = Object.values(COMMANDS);

describe('the manifest', () => {
  it('fits the gate', () => {
    expect(manifestFaults(manifest, { id: ID, view: VIEWS.welcome, clientId: CLIENT_ID })).toEqual([]);
  });

  it('declares every id of the code, and none that the code does not know', () => {
    expect(`${manifest.publisher}.${manifest.name}`).toBe('wicketgate.wicketgate');
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual([...commands].sort());
    expect(Object.keys(contributes.configuration.properties).sort()).toEqual(Object.values(SETTINGS).sort());
    expect(views.map(({ id }) => id).sort()).toEqual(Object.values(VIEWS).sort());
    expect(Object.keys(contributes.views)).toEqual(contributes.viewsContainers.activitybar.map(({ id }) => id));
  });

  it('puts all commands under one name', () => {
    expect([...new Set(contributes.commands.map(({ category }) => category))]).toEqual(['Wicketgate']);
  });

  it('lets no workspace set anything', () => {
    for (const [name, { scope }] of Object.entries(contributes.configuration.properties)) {
      expect(scope, name).toBe('machine');
    }
  });

  it('declares none of the old settings, so that nobody is asked to type a key into one', () => {
    for (const name of LEGACY_SETTINGS) expect(contributes.configuration.properties).not.toHaveProperty([name]);
  });

  it.each([
    ['', true],
    ['https://gateway.example.com', true],
    ['https://gateway.example.com/team/a', true],
    ['http://127.0.0.1:8787', true],
    ['http://localhost:8787/', true],
    ['http://[::1]:8787', true],
    ['http://gateway.example.com', false],
    ['http://localhost.example.com', false],
    ['gateway.example.com', false],
    ['file:///etc/hosts', false],
  ])('notices in each setting that "%s" is an address: %s', (value, fits) => {
    for (const name of [SETTINGS.url, SETTINGS.requestAccessUrl]) {
      const { pattern = '' } = contributes.configuration.properties[name] ?? {};
      expect(new RegExp(pattern).test(value), name).toBe(fits);
    }
  });

  it('has no gateway by itself', () => {
    expect(contributes.configuration.properties[SETTINGS.url]?.default).toBe('');
  });

  it('shows no calls in the status bar unless somebody wants them', () => {
    expect(contributes.configuration.properties[SETTINGS.usage]).toMatchObject({ type: 'boolean', default: false });
  });

  it('sends requests for access to the form of the repository', () => {
    const home = manifest.repository.url.replace(/^git\+|\.git$/g, '');
    expect(contributes.configuration.properties[SETTINGS.requestAccessUrl]?.default).toBe(
      `${home}/issues/new?template=api-access-request.yml`,
    );
  });

  it('works in Restricted Mode and without files, beside the workspace', () => {
    expect(manifest.capabilities['untrustedWorkspaces']?.supported).toBe(true);
    expect(manifest.capabilities['virtualWorkspaces']?.supported).toBe(true);
    expect(manifest.extensionKind).toEqual(['workspace']);
  });

  it('starts when VS Code has started, without delaying it', () => {
    expect(manifest.activationEvents).toEqual(['onStartupFinished']);
  });

  it('shows either the welcome, or the account and the tools, in each state', () => {
    const when = Object.fromEntries(views.map((view) => [view.id, view.when]));
    expect(when).toEqual({
      [VIEWS.welcome]: 'wicketgate.state != active && wicketgate.state != grace',
      [VIEWS.account]: OPEN,
      [VIEWS.tools]: OPEN,
    });
  });
});

describe('what the manifest offers', () => {
  const offered = Object.values(texts)
    .flatMap((text) => [...text.matchAll(/\]\(command:([^)]*)\)/g)])
    .map(([, command = '']) => command);

  it('leads to commands that exist', () => {
    expect(offered.length).toBeGreaterThan(10);
    expect(offered.filter((command) => ![...commands, 'workbench.action.reloadWindow'].includes(command))).toEqual([]);
    const inMenus = Object.values(contributes.menus).flat();
    expect(inMenus.filter(({ command }) => !commands.includes(command))).toEqual([]);
  });

  it('has a way to request access in every state that is shut', () => {
    for (const { contents, when, view } of contributes.viewsWelcome) {
      if (view !== VIEWS.welcome) continue;
      expect(texts[contents.slice(1, -1)], when).toContain(`](command:${COMMANDS.requestAccess})`);
    }
  });

  it('has menus for views that exist', () => {
    const ids = Object.values(contributes.menus)
      .flat()
      .flatMap(({ when }) => [...when.matchAll(/view == ([\w.]+)/g)].map(([, id]) => id));
    expect(new Set(ids)).toEqual(new Set(Object.values(VIEWS)));
  });

  it('completes the steps of the walkthrough by settings, states and views that exist', () => {
    const open = `onContext:${ID}.state == active || ${ID}.state == grace`;
    const events = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap((step) => step.completionEvents));
    expect(events).toEqual([`onSettingChanged:${SETTINGS.url}`, open, open, `onView:${VIEWS.account}`]);
  });

  it('allows the account page no command but those of its links', () => {
    expect(ACCOUNT_COMMANDS).toEqual([COMMANDS.checkStatus, COMMANDS.signOut, COMMANDS.copyDiagnostics]);
  });
});

describe('what the manifest offers to models', () => {
  it('is declared under the ids of the code', () => {
    expect(contributes.mcpServerDefinitionProviders.map(({ id }) => id)).toEqual([SERVER_PROVIDER]);
    expect(contributes.languageModelTools.map(({ name }) => name)).toEqual(Object.values(META_TOOL_IDS));
    expect(Object.keys(META_TOOL_IDS)).toEqual(META_TOOLS.map(({ name }) => name));
  });

  it('is what the loader takes, word for word, under the names that models see here', () => {
    const names = new RegExp(`\\b(${Object.keys(META_TOOL_IDS).join('|')})\\b`, 'g');
    const told = contributes.languageModelTools.map(({ modelDescription, inputSchema }) => ({
      description: modelDescription,
      inputSchema,
    }));
    expect(told).toEqual(
      META_TOOLS.map(({ description, inputSchema }) => ({
        description: description.replace(names, (name) => META_TOOL_IDS[name as keyof typeof META_TOOL_IDS]),
        inputSchema,
      })),
    );
  });

  it('is there while the gate is open alone', () => {
    expect([...new Set(contributes.languageModelTools.map(({ when }) => when))]).toEqual([OPEN]);
  });

  it('has settings with the defaults of the code', () => {
    const { properties } = contributes.configuration;
    expect(properties[SETTINGS.strategy]).toMatchObject({ enum: [...TOOL_STRATEGIES], default: 'progressive' });
    expect(properties[SETTINGS.toolLimit]).toMatchObject({ default: DEFAULT_TOOL_LIMIT, minimum: 5, maximum: 150 });
    expect(properties[SETTINGS.toolCache]).toMatchObject({ type: 'boolean', default: true });
    expect(properties[SETTINGS.servers]).toMatchObject({ type: 'object', default: {} });
  });
});
