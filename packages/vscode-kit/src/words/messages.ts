/**
 * Every sentence that the kit shows to people, in English: the text is what `vscode.l10n.t` looks up in the bundles under
 * `l10n`. Diagnostics and log lines are for whoever helps, and stay English.
 */
export const MESSAGES = {
  // What can be done.
  signIn: 'Sign In',
  enterKey: 'Enter API Key',
  signOut: 'Sign Out',
  checkStatus: 'Check Status',
  retryNow: 'Retry Now',
  showMenu: 'Show Menu',
  openSettings: 'Open Settings',
  showOutput: 'Show Output',
  copyDiagnostics: 'Copy Diagnostics',
  requestAccess: 'Request Access',
  reloadWindow: 'Reload Window',

  // No key.
  notSignedIn: 'You are not signed in.',
  noneDetail: 'There is no API key yet.',
  noneAdvice: 'Enter your API key, or request access.',
  elsewhere: 'You signed in in another window.',
  elsewhereDetail: 'This window cannot see the API key before it is reloaded.',
  elsewhereAdvice: 'Reload this window, or enter the API key here too.',
  lost: 'Your API key is not here.',
  lostDetail: 'You signed in before, from another computer or browser, or this VS Code did not keep the API key.',
  lostAdvice: 'Enter it here too. If it gets lost here, the password store of your system may be locked or missing.',
  noUrl: 'The address of the gateway is not set.',
  noUrlDetail: 'The gateway is the server that issued your API key.',
  noUrlAdvice: 'Enter your API key: the address is asked for first. Or set it in the settings.',
  badUrl: 'The address of the gateway cannot be used.',
  badUrlDetail: 'It must begin with https:// and hold no user name, password, query or fragment.',
  badUrlAdvice: 'Correct it in the settings.',

  // The same where people can sign in without a key.
  noneSignIn: 'The gateway says who may come in.',
  noneSignInAdvice: 'Sign in, or request access.',
  elsewhereSignInDetail: 'This window cannot see the sign-in before it is reloaded.',
  elsewhereSignInAdvice: 'Reload this window, or sign in here too.',
  lostSignIn: 'Your sign-in is not here.',
  lostSignInDetail: 'You signed in before, from another computer or browser, or this VS Code did not keep the sign-in.',
  lostSignInAdvice:
    'Sign in here too. If it gets lost here, the password store of your system may be locked or missing.',
  noUrlSignInDetail: 'The gateway is the server that you sign in to.',
  noUrlSignInAdvice: 'Sign in: the address is asked for first. Or set it in the settings.',
  urlSignInPrompt: 'Enter the address of the gateway that you sign in to.',
  checkingSignIn: 'Your sign-in is being checked.',
  notCheckedSignIn: 'Your sign-in could not be checked, and may well be good.',
  graceOverSignIn: 'The time for working offline is over. Your sign-in may well be good.',
  checkingSignInProgress: 'Checking your sign-in…',

  // A key under check.
  checking: 'Your API key is being checked.',
  checkingDetail: 'The gateway is asked about it.',
  checkingAdvice: 'This takes ten seconds at most.',

  // Open.
  signedInAs: 'You are signed in as {0}.',
  acceptedAt: 'The gateway accepted your API key on {0}.',
  acceptedFromMemory: 'The gateway accepted your API key from its memory on {0}, because its database is out of reach.',
  keyEndless: 'There is nothing to do.',
  keyExpires: 'Your API key expires on {0}. Ask for a new one before then.',
  workingOffline: 'You are working offline as {0}.',
  signInAcceptedAt: 'The gateway accepted your sign-in on {0}.',
  signInAcceptedFromMemory:
    'The gateway accepted your sign-in from its memory on {0}, because its database is out of reach.',
  signInLasts: 'You stay signed in until {0}, and longer while you use it.',
  signInLastAccepted: '{0} Your sign-in was last accepted on {1}.',
  lastAccepted: '{0} Your API key was last accepted on {1}.',
  offlineUntil: 'You can go on until {0}. The gateway is tried again automatically.',
  offlineFor: 'You can go on for now. The gateway is tried again automatically.',

  // Refused.
  keyRefused: 'Your API key was refused.',
  malformed: 'It is mistyped, or does not belong to this gateway.',
  unknown: 'The gateway does not know it.',
  suspended: 'It is suspended.',
  revoked: 'It was revoked.',
  expired: 'It has expired.',
  forbidden: 'It may not be used here.',

  // The same for a sign-in.
  signInRefused: 'Your sign-in was refused.',
  unknownSignIn: 'The gateway does not know this sign-in.',
  suspendedSignIn: 'This sign-in is suspended.',
  revokedSignIn: 'This sign-in was revoked.',
  expiredSignIn: 'This sign-in has expired.',
  forbiddenSignIn: 'This sign-in may not be used here.',
  nextSignInOrAccess: 'Sign in again, or request access.',
  lineSignInRefused: '{0}: sign-in refused',

  // Nobody knows.
  offline: 'The gateway cannot be reached.',
  timeout: 'The gateway did not answer in time.',
  throttled: 'The gateway asks for a pause, after too many requests.',
  server: 'The gateway gave no usable answer.',
  notChecked: 'Your API key could not be checked, and may well be good.',
  graceOver: 'The time for working offline is over. Your API key may well be good.',

  // What to do next.
  nextCheckKey: 'Check that you pasted all of it and that it belongs to this gateway, or request access.',
  nextRenewKey: 'Enter a new API key, or request access.',
  nextSignIn: 'Sign in again.',
  nextContactOperator: 'Ask whoever runs the gateway, or request access.',
  nextCheckNetwork: 'Check your network. The gateway is tried again automatically.',
  nextCheckUrl: 'Check the address of the gateway in the settings. It is tried again automatically.',
  nextRetryLater: 'The gateway is tried again automatically.',

  // The status bar; {0} is the name of the extension.
  lineSignIn: '{0}: sign in',
  lineChecking: '{0}: checking…',
  lineSignedIn: '{0}: {1}',
  lineOneCall: '{0}: {1} (1 call)',
  lineCalls: '{0}: {1} ({2} calls)',
  callsLate: 'Calls are counted up to a minute late.',
  lineOffline: '{0}: offline',
  lineRefused: '{0}: API key refused',
  lineUnavailable: '{0}: gateway unavailable',

  // Signing in and out; {0} of a title is the name of the extension.
  keyTitle: '{0}: API key',
  keyPrompt: 'Paste your API key. It goes to {0} alone, and is kept in the secret storage of VS Code.',
  urlTitle: '{0}: address of the gateway',
  urlPrompt: 'Enter the address of the gateway that issued your API key.',
  keyEmpty: 'Paste your API key.',
  keyUnsendable: 'This is no API key: it holds spaces or signs that no API key has, or is far too long.',
  keyIncomplete: 'This API key is not whole. Copy all of it.',
  keyChecksum: 'This API key is mistyped. Copy it again.',
  urlEmpty: 'Enter an address, for example https://gateway.example.com.',
  checkingProgress: 'Checking your API key…',
  keptForLater: 'Your API key is kept, and checked as soon as the gateway can be reached.',
  newKeyDropped: 'The new API key could not be checked, and was not kept. Enter it again later.',
  oldKeyStays: 'The API key that you used before stays in use.',
  signedOut: 'You are signed out.',
  storedInMemory: 'Secrets cannot be kept here. You stay signed in until this window is closed or reloaded.',
  signOutIncomplete: 'You are signed out here, but what signed you in could not be deleted. Try to sign out again.',

  revokeLater:
    'You are signed out here, but the gateway could not be told. Your session there ends by itself, or an operator ends it.',

  // The ways to sign in; {0} of a title is the name of the extension.
  methodTitle: '{0}: how do you sign in?',
  byBrowser: 'Sign in with your browser',
  byBrowserDetail: 'Opens the gateway in your browser, which comes back to VS Code.',
  byCode: 'Sign in with a code',
  byCodeDetail: 'Type a short code into a page of the gateway, in a browser on any device.',
  byCommand: 'Use the session of the wicketgate command',
  byCommandDetail: 'For whoever is signed in in the terminal already.',
  byKey: 'Enter an API key',
  byKeyDetail: 'For whoever was given one.',
  askingForCode: 'Asking the gateway for a code…',
  codeTitle: 'Your code is {0}',
  codeDetail: 'Type it into {0}. Never type a code there that somebody else gave you.',
  copyAndOpen: 'Copy Code and Open Page',
  openPage: 'Open Page',
  waitingForCode: 'Waiting until {0} is typed into {1}',
  waitingForBrowser: 'Waiting for your browser. Allow the sign-in there.',
  finishing: 'Signing you in…',
  commandTitle: 'Use the session of the wicketgate command for {0}?',
  commandDetail: 'This program is run now, and whenever a new token is needed: {0}',
  commandAgree: 'Use It',
  askingCommand: 'Asking the wicketgate command…',
  signInDenied: 'The sign-in was denied.',
  codeExpired: 'Nobody typed the code in time. Begin anew.',
  badRedirect: 'The browser came back too late, or from a sign-in that is not under way here. Begin anew.',
  browserLate: 'The browser did not come back in time. Begin anew, or sign in with a code.',
  tokensUnkept:
    'A sign-in cannot be kept here: the storage folder of VS Code cannot be written. The output says why. An API key can be kept.',
  wrongIssuer: 'The gateway gives another address as its own. Check the address in the settings.',
  signInUnreachable: 'The gateway could not be reached. Try again later.',
  signInFailed: 'The sign-in did not work. The output says why.',
  commandFailed: 'The wicketgate command gave no token. The output says why. You can sign in another way.',
  commandBound: 'The wicketgate command keeps its sign-in to itself (DPoP). Sign in another way.',
  commandSignedOut: 'The wicketgate command is not signed in at this gateway. Run: wicketgate login --url {0}',

  // Old settings: {0} is the setting, {1} one of the three places.
  settingsOfUser: 'your settings',
  settingsOfWorkspace: 'the settings of the workspace',
  settingsOfFolder: 'the settings of a folder',
  settingMoved: 'Your API key was moved from {0} in {1} to the secret storage of VS Code.',
  settingRemoved: 'An API key was removed from {0} in {1}. You are signed in with another one.',
  settingRefused:
    'The value of {0} in {1} was removed and not used: others can write there. Enter your API key instead.',
  settingUnusable: 'The value of {0} in {1} is no API key, and was removed.',
  settingUnkept: 'Your API key stays in {0} in {1}, because secrets cannot be kept here.',
  settingStuck: 'The API key in {0} in {1} could not be removed. Please delete it by hand.',

  // What came of an action.
  noAccessUrl: 'There is no address for requests yet. Ask whoever gave you this extension.',
  linkFailed: 'The page was not opened. Its address is: {0}',
  diagnosticsCopied: 'The diagnostics were copied. They hold no API key.',
  actionFailed: 'This did not work. The output says why.',
} as const;
