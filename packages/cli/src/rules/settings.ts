import { parseBaseUrl } from './base-url.ts';

/** What may be kept in the configuration file: never a secret. */
export const SETTING_NAMES = ['url', 'timeout'] as const;
export type SettingName = (typeof SETTING_NAMES)[number];

export interface StoredSettings {
  /** Base URL of the gateway; may carry a path. */
  readonly url?: string;
  /** Seconds that one operation may take, retries included. */
  readonly timeout?: number;
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
}

/** A gateway on this machine, as `npm start` serves it. */
export const DEFAULT_URL = 'http://127.0.0.1:8787';
export const DEFAULT_TIMEOUT_SECONDS = 30;
export const MAX_TIMEOUT_SECONDS = 600;

export type SettingParse<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

export interface SettingSources {
  readonly flags: StoredSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stored: StoredSettings;
}

/** Each setting from the first that has it: flag, environment, file, default. */
export function resolveSettings({ flags, env, stored }: SettingSources): Settings {
  const envUrl = env['WICKETGATE_URL'] === '' ? undefined : env['WICKETGATE_URL'];
  return {
    url: firstOf(flags.url, envUrl, stored.url) ?? { value: DEFAULT_URL, from: 'default' },
    timeout: firstOf(flags.timeout, undefined, stored.timeout) ?? { value: DEFAULT_TIMEOUT_SECONDS, from: 'default' },
  };
}

/** A URL or a timeout as typed, checked before it is kept or used. */
export function parseSetting(name: SettingName, text: string): SettingParse<string | number> {
  switch (name) {
    case 'url':
      return parseBaseUrl(text);
    case 'timeout':
      return parseTimeout(text);
  }
}

/** 1 to 600 whole seconds. */
export function parseTimeout(text: string): SettingParse<number> {
  const value = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  if (value >= 1 && value <= MAX_TIMEOUT_SECONDS) return { ok: true, value };
  return { ok: false, problem: `must be a whole number of seconds from 1 to ${MAX_TIMEOUT_SECONDS}` };
}

/** The file's JSON as settings, or what is wrong with it. Names that this version does not know are left alone. */
export function parseStoredSettings(document: unknown): SettingParse<StoredSettings> {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { ok: false, problem: 'is not a JSON object' };
  }
  let settings: StoredSettings = {};
  for (const name of SETTING_NAMES) {
    const value: unknown = (document as Record<string, unknown>)[name];
    if (value === undefined) continue;
    const parsed = parseSetting(name, String(value));
    if (!parsed.ok) return { ok: false, problem: `has a "${name}" that ${parsed.problem}` };
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
