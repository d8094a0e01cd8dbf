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
} as const;
