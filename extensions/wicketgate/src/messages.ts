/**
 * Every sentence that the extension shows beside those of the kit, in English: the text is what `vscode.l10n.t` looks up in
 * the bundles under `l10n`.
 */
export const MESSAGES = {
  account: 'Account',
  online: 'Online',
  offline: 'Offline',
  shut: 'There is no account to show while Wicketgate is shut.',

  // The facts of an account.
  tier: 'Tier',
  role: 'Role',
  scopes: 'Scopes',
  noScopes: 'None',
  limit: 'Limit',
  calls: 'Calls',
  callsCounted: '{0} (counted up to a minute late)',
  key: 'API key',
  signIn: 'Sign-in',
  expires: 'Expires',
  signedInUntil: 'Signed in until',
  never: 'Never',
  gateway: 'Gateway',

  // Tiers, roles and kinds of keys.
  free: 'Free',
  pro: 'Pro',
  enterprise: 'Enterprise',
  viewer: 'Viewer',
  admin: 'Admin',
  live: 'live',
  test: 'test',

  // {0} is how many requests on average, the last one how many at once.
  perSecond: '{0} a second, {1} at once',
  perMinute: '{0} a minute, {1} at once',
  perHour: '{0} an hour, {1} at once',
  perDay: '{0} a day, {1} at once',
  perSeconds: '{0} in {1} seconds, {2} at once',

  // What can be done about it.
  checkNow: 'Check Now',
  signOut: 'Sign Out',
  copyDiagnostics: 'Copy Diagnostics',

  // What is wrong with the setting of the servers. {0} are entries with their reasons.
  serversFlawed: 'Some MCP servers in the settings cannot be used. {0}',
  serversNoObject: 'The setting must hold servers by name.',
  serverBadName: 'Its name must have 1 to 64 letters, digits, dots, dashes and underscores.',
  serverBadEntry: 'It must have a url, may have headers, and nothing else.',
  serverBadAddress: 'Its address must begin with https://, with http:// on this machine, or with / at your gateway.',
  serverNotBeneath: 'Its path leads out of the address of your gateway.',
  serverBadHeaders: 'Its headers must be texts by name.',
  serverSecretHeader: 'A header that signs somebody in does not belong into settings.',
  openSettings: 'Open Settings',

  // Said to VS Code when it starts a server. {0} is the name of a server.
  shutForServers: 'Wicketgate is shut: sign in first. Its MCP servers start again then.',
  serverGone: 'The settings no longer have the MCP server {0}, or not at this address.',

  // The view of the tools.
  oneTool: '1 tool',
  tools: '{0} tools',
  connecting: 'connecting…',
  waiting: 'not asked yet',
  failed: 'cannot be used',
  heldTool: 'changed, not approved',
  effectReads: 'It says that it changes nothing.',
  effectChanges: 'It may change things.',
  effectDestroys: 'It says that it may destroy things.',
  heldUntil: 'It is not as it was approved, and is not called before you approve it:',
  switchedOn: 'Models that ask Wicketgate find it',
  switchedOff: 'Models that ask Wicketgate do not find it',
  // {0} is a name, {1} how it stands.
  serverLabel: 'MCP server {0}, {1}',
  toolLabel: 'Tool {0}, {1}',
  approveQuestion: 'Approve {0} as it is now?',
  approve: 'Approve',
  approveFailed: '{0} could not be approved. Refresh the tools, and try again.',

  // The search.
  searchTitle: 'Wicketgate: Search Tools',
  searchPlaceholder: 'What do you want to do?',
  nothingFound: 'No tool answers this',
  nothingFoundDetail: 'Try other words, or the name of a tool.',
  noServers: 'There are no tools: no MCP server is in the settings.',
  off: 'off',

  // What is asked before a model calls a tool. {0} is the tool, {1} its server.
  callTitle: 'Call {0} of {1}?',
  callUnknownTitle: 'Call {0}?',
  callMessage: 'A model wants to call the tool {0} of the MCP server {1}.',
  callUnknownMessage: 'A model wants to call the tool {0}. It is not known yet: its server is asked first.',
  calling: 'Calling {0}',
  searching: 'Looking for tools',
  describing: 'Reading about tools',
  shutForTools: 'Wicketgate is shut. The person must sign in before its tools can be used.',
} as const;
