import type { GateAction } from '@wicketgate/vscode-kit';

/** Every id that package.json declares and this code uses, once; a test holds the two against each other. */
export const ID = 'wicketgate';

/** The id of the extension at every gateway. */
export const CLIENT_ID = 'wicketgate-vscode';

/** The commands that the gate registers by itself. */
const GATE_COMMANDS = {
  signIn: 'wicketgate.signIn',
  enterKey: 'wicketgate.enterKey',
  signOut: 'wicketgate.signOut',
  checkStatus: 'wicketgate.checkStatus',
  showMenu: 'wicketgate.showMenu',
  openSettings: 'wicketgate.openSettings',
  showOutput: 'wicketgate.showOutput',
  copyDiagnostics: 'wicketgate.copyDiagnostics',
  requestAccess: 'wicketgate.requestAccess',
} as const satisfies { [Action in GateAction]: `wicketgate.${Action}` };

export const COMMANDS = {
  ...GATE_COMMANDS,
  showAccount: 'wicketgate.showAccount',
  searchTools: 'wicketgate.tools.search',
  refreshTools: 'wicketgate.tools.refresh',
  approveTool: 'wicketgate.tools.approve',
} as const;
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = {
  welcome: 'wicketgate.welcome',
  account: 'wicketgate.account',
  tools: 'wicketgate.tools',
} as const;

/** The servers that VS Code's own MCP client is given. */
export const SERVER_PROVIDER = 'wicketgate.servers';

/** What models are given, by the loader's own name of each. */
export const META_TOOL_IDS = {
  search_tools: 'wicketgate_search_tools',
  describe_tools: 'wicketgate_describe_tools',
  call_tool: 'wicketgate_call_tool',
} as const;
export type MetaToolName = keyof typeof META_TOOL_IDS;

export const SETTINGS = {
  url: 'wicketgate.url',
  requestAccessUrl: 'wicketgate.requestAccessUrl',
  usage: 'wicketgate.showUsageInStatusBar',
  servers: 'wicketgate.mcp.servers',
  strategy: 'wicketgate.tools.strategy',
  toolLimit: 'wicketgate.tools.max',
  toolCache: 'wicketgate.tools.cache',
} as const;

/** Settings that held a key in plain text: read once, to move the key to the secrets. */
export const LEGACY_SETTINGS = ['wicketgate.apiKey'] as const;
