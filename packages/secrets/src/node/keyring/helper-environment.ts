/** What a program needs to find the user's keyring and to show its prompt; everything else stays with the caller. */
const NEEDED = new Set([
  'HOME',
  'USER',
  'LOGNAME',
  'PATH',
  'LANG',
  // Not all of the family: sshd lets LC_ names through by default, and people hand tokens over in them.
  'LC_ALL',
  'LC_CTYPE',
  'LC_MESSAGES',
  'DBUS_SESSION_BUS_ADDRESS',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'TMPDIR',
  'SYSTEMROOT',
  'APPDATA',
  'LOCALAPPDATA',
  'USERPROFILE',
  'TEMP',
  'TMP',
]);
const NEEDED_FAMILY = 'XDG_';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of the helper process and of the programs that ask the session bus: an allow-list, so that no secret of
 * the caller's environment goes along. Windows takes names in any case.
 */
export function helperEnvironment(env: Environment, platform: NodeJS.Platform): Record<string, string> {
  const isNeeded = (name: string) => {
    const known = platform === 'win32' ? name.toUpperCase() : name === 'SystemRoot' ? 'SYSTEMROOT' : name;
    return NEEDED.has(known) || known.startsWith(NEEDED_FAMILY);
  };
  const kept = Object.entries(env).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined && isNeeded(entry[0]);
  });
  // In VS Code and other programs on Electron, this Node is the whole program unless it is told otherwise.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}
