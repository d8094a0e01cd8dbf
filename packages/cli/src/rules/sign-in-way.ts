/** How a person proves who they are: a page of this machine's browser, a code typed at any device, an API key. */
export type SignInWay = 'browser' | 'device' | 'key';

export interface WayFlags {
  readonly device?: true;
  readonly browser?: true;
  readonly key?: true;
  /** True with `--open`, false with `--no-open`. */
  readonly open?: boolean;
  readonly keyFile?: string | undefined;
  readonly keyStdin?: boolean | undefined;
}

export type WayParse =
  { readonly ok: true; readonly way: SignInWay } | { readonly ok: false; readonly problem: string };

/**
 * The way that was named; a key that was given is a way as well. Without any: the browser where a page can be shown here,
 * else the code, which needs nothing of this machine.
 */
export function signInWay(flags: WayFlags, canShowPages: boolean): WayParse {
  const { device, browser, key, open, keyFile, keyStdin } = flags;
  if ([device, browser, key].filter(Boolean).length > 1) {
    return { ok: false, problem: 'Use one of --device, --browser and --key.' };
  }
  const isKeyGiven = keyFile !== undefined || keyStdin === true;
  if (isKeyGiven && (device === true || browser === true)) {
    return { ok: false, problem: 'A key that is given signs in by itself: leave --device and --browser out.' };
  }
  if (key === true || isKeyGiven) return { ok: true, way: 'key' };
  if (browser === true) return { ok: true, way: 'browser' };
  return { ok: true, way: device !== true && open !== false && canShowPages ? 'browser' : 'device' };
}
