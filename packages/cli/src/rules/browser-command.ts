import { isLoopbackHost } from '@wicketgate/core';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that shows pages, by name or by path, and its arguments. */
export type BrowserCommand = readonly [program: string, ...args: string[]];

export interface BrowserHost {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
}

/** The page as it is handed to a browser: https alone, spelled so that no program reads more in it than an address. */
export function pageToOpen(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const page = new URL(url);
  return page.protocol === 'https:' && page.username === '' && page.password === '' ? page.href : undefined;
}

/** A page where somebody signs in, which may be http on loopback; spelled as `pageToOpen` does. */
export function pageOfSignIn(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const page = new URL(url);
  const isOurs = page.protocol === 'http:' && isLoopbackHost(page.hostname);
  return isOurs && page.username === '' && page.password === '' ? page.href : pageToOpen(url);
}

/**
 * What would show a page here, the best first; nothing where nobody would see it: over SSH, and on Linux without a
 * display. `BROWSER` goes first, as a list with `:` between its entries, `%s` standing for the page.
 */
export function browserCommands(page: string, { env, platform }: BrowserHost): readonly BrowserCommand[] {
  if (isRemote(env) || !hasDisplay({ env, platform })) return [];
  if (platform === 'win32') {
    const folder = env['SystemRoot'] ?? String.raw`C:\Windows`;
    return [[String.raw`${folder}\System32\rundll32.exe`, 'url.dll,FileProtocolHandler', page]];
  }
  return [...chosenBrowsers(page, env['BROWSER'] ?? ''), [platform === 'darwin' ? 'open' : 'xdg-open', page]];
}

function isRemote(env: Environment): boolean {
  return ['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'].some((name) => Boolean(env[name]));
}

function hasDisplay({ env, platform }: BrowserHost): boolean {
  return platform === 'darwin' || platform === 'win32' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

function chosenBrowsers(page: string, list: string): readonly BrowserCommand[] {
  return list.split(':').flatMap((entry) => {
    const [program, ...words] = entry.split(' ').filter((word) => word !== '');
    if (program === undefined) return [];
    const args = words.map((word) => word.replaceAll('%s', page));
    return [[program, ...args, ...(entry.includes('%s') ? [] : [page])] as const];
  });
}
