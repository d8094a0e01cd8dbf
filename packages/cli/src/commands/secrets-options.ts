import { type Command, Option } from 'commander';
import { ENVIRONMENT_FORM, parseEnvironment } from '../rules/secrets-place.ts';
import { parseWrapChoice, WRAP_FORMS } from '../rules/wrap-choice.ts';
import { STORES } from '../words/stores.ts';
import { found, parsed, repeated, type ValueParse } from './declare.ts';

/** The options that say where secrets are and what opens them, as every command about secrets has them. */
export function addPlaceOptions(command: Command): Command {
  return command
    .addOption(
      parsed('--environment <name>', 'which set of secrets (default: WICKETGATE_ENVIRONMENT, development)', (text) =>
        found(parseEnvironment(text), ENVIRONMENT_FORM),
      ),
    )
    .option('--file <file>', 'the encrypted file (default: WICKETGATE_SECRETS_FILE, one in the folder of settings)')
    .option('--passphrase-file <file>', 'read the passphrase of the encrypted file from this file')
    .option('--age-identity <file>', 'an age identity that opens the encrypted file (WICKETGATE_AGE_IDENTITY_FILE)');
}

/** The options that say where a value goes, and what wraps a file that must be made for it. */
export function addStoreOptions(command: Command): Command {
  return command
    .addOption(new Option('--to <store>', 'where it is kept (default: file)').choices(STORES))
    .addOption(parsed('--wrap <key>', `what opens a new encrypted file: ${WRAP_FORMS}`, parseWrapChoice))
    .option('--new-passphrase-file <file>', 'with --wrap passphrase: read it from this file instead of asking');
}

/** `--only`: names, repeated or separated by commas. */
export function onlyOption(summary: string): Option {
  return repeated('--only <names>', summary, namesOf);
}

function namesOf(text: string): ValueParse<readonly string[]> {
  const names = text.split(',').map((name) => name.trim());
  return found(names.includes('') ? undefined : names, 'Write a name, or several separated by commas.');
}
