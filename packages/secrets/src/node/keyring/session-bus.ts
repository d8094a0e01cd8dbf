/**
 * The addresses of a session bus that are followed (D-Bus Specification, Server Addresses): absolute paths of sockets and
 * abstract sockets of this machine.
 */
const LOCAL = /^unix:(?:guid=[0-9a-f]+,)?(?:path=(?:\/|%2f)|abstract=)(?:[^,;%\s]|%[0-9a-f]{2})+(?:,guid=[0-9a-f]+)?$/i;

/**
 * Whether `DBUS_SESSION_BUS_ADDRESS` leads nowhere but to a bus of this machine. `unixexec:` would start a program, `tcp:`
 * would carry secrets over a network, and `/dev/null` or `disabled:`, as containers have it, say that there is none. Not
 * set or empty, the socket `bus` of `XDG_RUNTIME_DIR` is meant.
 */
export function isLocalBus(addresses: string | undefined): boolean {
  return addresses === undefined || addresses === '' || addresses.split(';').every((address) => LOCAL.test(address));
}
