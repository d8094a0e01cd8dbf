import { ROLES, TIERS } from '@wicketgate/contract';
import { type Command, Option } from 'commander';
import { parseExpiry } from '../rules/expiry.ts';
import { parseFact } from '../rules/fact.ts';
import { parseRate } from '../rules/rate.ts';
import { found, parsed, repeated, type ValueParse, wholeNumber } from './declare.ts';

const RATE_FORMS = 'Write requests and a window, 100/1m for instance, or "tier" for the limits of the tier.';
const FACT_FORMS = 'Write NAME=TEXT, or NAME:=JSON for a number, true, false or null.';

/** The options that say what a key is, as `create`, `import` and `edit` have them. */
export function addKeyOptions(command: Command, now: () => number): Command {
  return command
    .option('--name <text>', 'what the key is for, as people say it')
    .option('--owner <id>', 'who the key speaks for: any stable id')
    .option('--owner-email <address>', "the owner's email address")
    .option('--owner-name <text>', "the owner's name")
    .addOption(new Option('--tier <tier>', 'what the owner paid for').choices(TIERS))
    .addOption(new Option('--role <role>', 'what the owner may administer').choices(ROLES))
    .addOption(repeated('--scope <scope>', 'a permission; repeat it, or separate several by commas', scopesOf))
    .addOption(parsed('--expires <when>', '2026-12-31, 2026-12-31T18:00:00Z, 90d or never', expiryAt(now)))
    .addOption(parsed('--rate <rate>', 'own limits, 100/1m for instance; "tier" for those of the tier', rateOf))
    .addOption(wholeNumber('--burst <n>', 'with --rate: how many requests at once (default: as many)', [1, 1_000_000]))
    .addOption(repeated('--meta <fact>', 'a fact to keep: NAME=TEXT, or NAME:=JSON; repeat it', factOf));
}

function scopesOf(text: string): ValueParse<readonly string[]> {
  const scopes = text.split(',').map((scope) => scope.trim());
  return found(scopes.includes('') ? undefined : scopes, 'Write a scope, or several separated by commas.');
}

/** `never` stays a word: commander takes null for a value that is missing. */
function expiryAt(now: () => number): (text: string) => ValueParse<string> {
  return (text) => {
    const expiry = parseExpiry(text, now());
    return expiry.ok ? { ok: true, value: expiry.expiresAt ?? 'never' } : expiry;
  };
}

function rateOf(text: string) {
  return found(text === 'tier' ? text : parseRate(text), RATE_FORMS);
}

function factOf(text: string) {
  const fact = parseFact(text);
  return found(fact && [fact], FACT_FORMS);
}
