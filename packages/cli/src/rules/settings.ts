import { parseBaseUrl } from '@wicketgate/core';
import { SIGN_IN_STORES, type SignInStore } from '../words/sign-in-stores.ts';

/** What may be kept in the configuration file: never a secret. */
export const SETTING_NAMES = ['url', 'timeout', 'store'] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

export interface StoredSettings {
  /** Base URL of the gateway; may carry a path. */
  readonly url?: string;
  /** Seconds that one operation may take, retries included. */
  readonly timeout?: number;
  /** Where a sign-in is kept: a name only. */
  readonly store?: SignInStore;
}

export type Origin = 'flag' | 'environment' | 'file' | 'default';

/** A value and where it came from, so that a surprise can be explained. */
export interface Setting<Value> {
  readonly value: Value;
  readonly from: Origin;
}

export interface Settings {
  readonly url: Setting<string>;
  readonly timeout: Setting<number>;
  /** `automatic`: nobody has signed in yet, and `login` chooses. */
  readonly store: Setting<SignInStore | 'automatic'>;
}

/** A gateway on this machine, as `npm start` serves it. */
const DEFAULT_URL = 'http://127.0.0.1:8787';
const DEFAULT_TIMEOUT_SECONDS = 30;
const MAX_TIMEOUT_SECONDS = 600;

export type SettingParse<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

export interface SettingSources {
  readonly flags: StoredSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stored: StoredSettings;
}

/** Each setting from the first that has it: flag, environment, file, default. */
export function resolveSettings({ flags, env, stored }: SettingSources): SettingParse<Settings> {
  const envUrl = env['WICKETGATE_URL'] ? parseUrl(env['WICKETGATE_URL']) : undefined;
  if (envUrl?.ok === false)
    return { ok: false, problem: `The variable WICKETGATE_URL does not fit. ${envUrl.problem}` };
  const url = firstOf(flags.url, envUrl?.value, stored.url) ?? { value: DEFAULT_URL, from: 'default' };
  const timeout: Settings['timeout'] = firstOf(flags.timeout, undefined, stored.timeout) ?? {
    value: DEFAULT_TIMEOUT_SECONDS,
    from: 'default',
  };
  const store: Settings['store'] = firstOf(flags.store, undefined, stored.store) ?? {
    value: 'automatic',
    from: 'default',
  };
  return { ok: true, value: { url, timeout, store } };
}

/** A setting as typed, checked before it is kept or used. A problem is a sentence that repeats no value. */
export function parseSetting(name: SettingName, text: string): SettingParse<string | number> {
  switch (name) {
    case 'url':
      return parseUrl(text);
    case 'timeout':
      return parseTimeout(text);
    case 'store':
      return parseStore(text);
  }
}

/** A base URL, by the same rule that the client has. */
export function parseUrl(text: string): SettingParse<string> {
  try {
    return { ok: true, value: parseBaseUrl(text.trim()) };
  } catch (cause) {
    return { ok: false, problem: (cause as TypeError).message };
  }
}

/** 1 to 600 whole seconds. */
export function parseTimeout(text: string): SettingParse<number> {
  const value = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  if (value >= 1 && value <= MAX_TIMEOUT_SECONDS) return { ok: true, value };
  return { ok: false, problem: `The timeout must be a whole number of seconds from 1 to ${MAX_TIMEOUT_SECONDS}.` };
}

/** The name of a store. */
function parseStore(text: string): SettingParse<SignInStore> {
  const value = SIGN_IN_STORES.find((name) => name === text.trim());
  return value === undefined
    ? { ok: false, problem: 'The store must be keyring, file or plain.' }
    : { ok: true, value };
}

/** The file's JSON as settings, or what is wrong with it. Names that this version does not know are left alone. */
export function parseStoredSettings(document: unknown): SettingParse<StoredSettings> {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { ok: false, problem: 'It is not a JSON object.' };
  }
  let settings: StoredSettings = {};
  for (const name of SETTING_NAMES) {
    const value: unknown = (document as Record<string, unknown>)[name];
    if (value === undefined) continue;
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    const parsed = parseSetting(name, text);
    if (!parsed.ok) return parsed;
    settings = { ...settings, [name]: parsed.value };
  }
  return { ok: true, value: settings };
}

function firstOf<Value>(
  flag: Value | undefined,
  environment: Value | undefined,
  file: Value | undefined,
): Setting<Value> | undefined {
  if (flag !== undefined) return { value: flag, from: 'flag' };
  if (environment !== undefined) return { value: environment, from: 'environment' };
  return file === undefined ? undefined : { value: file, from: 'file' };
}
