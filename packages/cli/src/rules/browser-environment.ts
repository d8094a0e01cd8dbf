type Environment = Readonly<Record<string, string | undefined>>;

/** What finds a program, a display, a desktop, a language, a profile and a proxy; nothing that may hold a secret. */
const HARMLESS =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|TERM|LANG|LANGUAGE|TZ|TMPDIR|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|DESKTOP_SESSION|BROWSER|LC_[A-Z]+|XDG_[A-Z_]+|(?:KDE|GNOME|MATE)_[A-Z_]*(?:SESSION|VERSION)[A-Z_]*|WSL_DISTRO_NAME|WSL_INTEROP)$/;
const HARMLESS_ON_WINDOWS =
  /^(?:PATH|PATHEXT|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|TEMP|TMP|USERPROFILE|USERNAME|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(?:\(X86\))?|PUBLIC)$/i;

/**
 * What a browser gets of our environment. It passes on all it has to what it starts, for as long as it runs: so it gets
 * what it needs by name, and nothing else.
 */
export function browserEnvironment(env: Environment, platform: NodeJS.Platform): Environment {
  const harmless = platform === 'win32' ? HARMLESS_ON_WINDOWS : HARMLESS;
  return Object.fromEntries(Object.entries(env).filter(([name]) => harmless.test(name)));
}
