import { assertBrand, DEFAULT_BRAND } from '@wicketgate/contract';
import { AuthValidator, parseBaseUrl } from '@wicketgate/core';
import type { GateOptions } from './gate.ts';
import { accessAddress } from './rules/access-address.ts';
import { assertGateId } from './rules/gate-id.ts';
import type { GateSettings } from './words/gate-settings.ts';

/** What an extension's package.json says of it. */
export interface ExtensionNames {
  readonly name: string;
  readonly displayName?: string;
}

const NAME = /^\S(?:.{0,98}\S)?$/;
const ACCOUNT = /^[A-Za-z0-9_.-]{1,64}$/;
/** As the gateway knows applications. */
const CLIENT_ID = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const SETTING = /^[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+$/;
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [10_000, 300_000];

/** Fills in the defaults. Throws a TypeError that names the first option it cannot take. */
export function gateSettings(options: GateOptions, extension: ExtensionNames): GateSettings {
  const settings = {
    id: options.id ?? extension.name,
    name: options.name ?? extension.displayName ?? extension.name,
    url: options.url === undefined ? undefined : parseBaseUrl(options.url),
    requestAccessUrl: accessAddress(options.requestAccessUrl),
    brand: assertBrand(options.brand ?? DEFAULT_BRAND),
    account: options.account ?? 'default',
    clientId: options.clientId,
    publicKeys: options.publicKeys,
    issuer: options.issuer,
    legacySettings: options.legacySettings ?? [],
    usageSetting: options.usageSetting,
    checkEveryMs: options.checkEveryMs ?? LONGEST_PAUSE_MS,
  };
  checkNames(settings);
  checkReceiptOptions(settings);
  const { requestAccessUrl, checkEveryMs } = settings;
  check(
    options.requestAccessUrl === undefined || requestAccessUrl !== undefined,
    'requestAccessUrl must be an https address (http on loopback) without a user name or password.',
  );
  check(
    Number.isSafeInteger(checkEveryMs) && checkEveryMs >= SHORTEST_PAUSE_MS && checkEveryMs <= LONGEST_PAUSE_MS,
    `checkEveryMs must be a whole number from ${SHORTEST_PAUSE_MS} to ${LONGEST_PAUSE_MS}.`,
  );
  return settings;
}

function checkNames({ id, name, account, clientId, legacySettings, usageSetting }: GateSettings): void {
  check(typeof id === 'string', 'id must be a text.');
  assertGateId(id);
  check(matches(NAME, name), 'name must be 1 to 100 characters on one line.');
  check(matches(ACCOUNT, account), 'account must be 1 to 64 letters, digits, "_", "." and "-".');
  check(
    clientId === undefined || matches(CLIENT_ID, clientId),
    'clientId must be lower-case letters, digits, ".", "_" and "-" (64 at most).',
  );
  check(
    Array.isArray(legacySettings) && legacySettings.every((setting) => matches(SETTING, setting)),
    'legacySettings must be full names of settings, for instance "acme.apiKey".',
  );
  check(
    usageSetting === undefined || matches(SETTING, usageSetting),
    'usageSetting must be the full name of a setting, for instance "acme.showUsageInStatusBar".',
  );
}

/** The validator that takes these is made when there is a gateway; what is wrong with them must be said before. */
function checkReceiptOptions({ publicKeys, issuer }: GateSettings): void {
  check(issuer === undefined || (typeof issuer === 'string' && issuer !== ''), 'issuer must be a text.');
  new AuthValidator({ url: 'https://gateway.invalid', ...(publicKeys && { publicKeys }) }).close();
}

/** The types are not there at run time: an extension may be written in JavaScript. */
function matches(pattern: RegExp, value: unknown): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function check(holds: boolean, message: string): asserts holds {
  if (!holds) throw new TypeError(message);
}
