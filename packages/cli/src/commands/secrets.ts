import { type Command, Option } from 'commander';
import { IMPORT_FORMATS } from '../rules/secret-import.ts';
import { parseWrapChoice, WRAP_FORMS } from '../rules/wrap-choice.ts';
import { STORES } from '../words/stores.ts';
import { attach, examples, type Host, repeated } from './declare.ts';
import { addPlaceOptions, addStoreOptions, onlyOption } from './secrets-options.ts';

const NAME = 'name of the secret, as its variable is called';

/** Declares `wicketgate secrets` and what stands under it. */
export function declareSecrets(program: Command, host: Host): void {
  const secrets = program
    .command('secrets')
    .helpCommand(false)
    .description('find, keep and hand out the secrets of a project; needs no gateway')
    .addHelpText(
      'after',
      examples(
        ['wicketgate secrets list', 'what is set, and where it comes from; never a value'],
        ['wicketgate secrets set GITHUB_TOKEN', 'asks for the value and keeps it encrypted'],
        ['wicketgate secrets explain GITHUB_TOKEN', 'every place that was looked at'],
        ['wicketgate secrets check', 'whether all that is required is there: by its exit code'],
      ),
    );
  declareLooking(secrets, host);
  declareChanging(secrets, host);
  declareMoving(secrets, host);
  declareTending(secrets, host);
}

function declareLooking(secrets: Command, host: Host): void {
  const list = addPlaceOptions(secrets.command('list'))
    .description('list secrets: whether they are set, from where, how long; never a value')
    .option('--required', 'only those that are required')
    .option('--missing', 'only those that are not set')
    .option('--probe', 'ask the vendors whether the values work')
    .addHelpText(
      'after',
      examples(
        ['wicketgate secrets list --missing', 'what is left to do'],
        ['wicketgate secrets list --json', 'safe to show to anybody, a language model too'],
      ),
    );
  attach(list, host, () => import('./secrets-list.ts'));

  const get = addPlaceOptions(secrets.command('get'))
    .description('print a value into a pipe')
    .argument('<name>', NAME)
    .option('--reveal', 'print the value also to a terminal, and with --json')
    // Counted by the command, which says what to do about a value among them.
    .allowExcessArguments()
    .addHelpText(
      'after',
      examples(['wicketgate secrets get GITHUB_TOKEN | gh auth login --with-token', 'shows nothing on the screen']),
    );
  attach(get, host, () => import('./secrets-get.ts'));

  const explain = addPlaceOptions(secrets.command('explain'))
    .description('show every place where a secret was looked for, and which one is used')
    .argument('<name>', NAME)
    .allowExcessArguments()
    .addHelpText('after', examples(['wicketgate secrets explain OPENAI_API_KEY', 'why this value and not another']));
  attach(explain, host, () => import('./secrets-explain.ts'));

  const check = addPlaceOptions(secrets.command('check'))
    .description('tell whether every required secret is there: exit code 0, or 4')
    .option('--probe', 'ask the vendors too: 3 when one refuses a value or may not be asked, 5 or 6 when it cannot be')
    .addHelpText('after', examples(['wicketgate secrets check --environment production --probe', 'before a release']));
  attach(check, host, () => import('./secrets-check.ts'));
}

function declareChanging(secrets: Command, host: Host): void {
  const set = addStoreOptions(addPlaceOptions(secrets.command('set')))
    .description('keep a value: asked for without showing it, or from a pipe or a file; never from the command line')
    .argument('<name>', NAME)
    .option('--stdin', 'read the value from standard input')
    .option('--from-file <file>', 'read the value from this file, which nobody else may read')
    .option('--generate', 'make a random value')
    .option('--yes', 'replace what is there, and keep what looks unusual, without asking')
    .allowExcessArguments()
    .addHelpText(
      'after',
      examples(
        ['wicketgate secrets set GITHUB_TOKEN', 'asks'],
        ['op read op://team/github/token | wicketgate secrets set GITHUB_TOKEN --stdin --yes', 'from another place'],
        ['wicketgate secrets set SESSION_KEY --generate --environment production', '256 random bits'],
      ),
    );
  attach(set, host, () => import('./secrets-set.ts'));

  const remove = addPlaceOptions(secrets.command('delete'))
    .description('delete a value')
    .argument('<name>', NAME)
    .addOption(new Option('--from <store>', 'from where (default: file)').choices(STORES))
    .option('--all', 'from the encrypted file and the keyring')
    .option('--yes', 'do not ask')
    .allowExcessArguments()
    .addHelpText('after', examples(['wicketgate secrets delete GITHUB_TOKEN --all', 'asks first']));
  attach(remove, host, () => import('./secrets-delete.ts'));
}

function declareMoving(secrets: Command, host: Host): void {
  const take = addStoreOptions(addPlaceOptions(secrets.command('import')))
    .description('take secrets over from a dotenv file, a JSON object or an earlier Fernet file: all or none')
    .argument('<file>', 'the file; - for standard input')
    .addOption(new Option('--format <format>', 'what it holds (default: by its ending)').choices(IMPORT_FORMATS))
    .option('--fernet-key-file <file>', 'with --format fernet: read the master key of the earlier file from this file')
    .option('--overwrite', 'replace names that are there already')
    .option('--dry-run', 'tell what would be done, and do nothing')
    .addHelpText(
      'after',
      examples(
        ['wicketgate secrets import .env --dry-run', 'what would be taken'],
        [
          'wicketgate secrets import .secrets.production.json --format fernet --environment production',
          'asks for the master key',
        ],
      ),
    );
  attach(take, host, () => import('./secrets-import.ts'));

  const hand = addPlaceOptions(secrets.command('export'))
    .description('print secrets in plain text for another program, or write them to a new file')
    .addOption(new Option('--format <format>', 'default: dotenv').choices(['dotenv', 'json']))
    .option('--out <file>', 'write them into this new file, for your eyes alone')
    .addOption(onlyOption('only these, all of which must be set; repeat it, or separate them by commas'))
    .option('--all', "with a project's file: also what is stored beside it")
    .option('--reveal', 'print them also to a terminal')
    .addHelpText(
      'after',
      examples(
        ['wicketgate secrets export --format json --only API_TOKEN | npx wrangler secret bulk', 'to Cloudflare'],
        ['wicketgate secrets export --environment production --out app.env', 'EnvironmentFile= of systemd'],
      ),
    );
  attach(hand, host, () => import('./secrets-export.ts'));
}

function declareTending(secrets: Command, host: Host): void {
  const rotate = addPlaceOptions(secrets.command('rotate'))
    .description('encrypt the file anew under a new data key, or change which keys open it')
    .option('--data-key', 'a new data key too, where keys are added or removed; alone it is the default')
    .addOption(
      repeated('--add-wrap <key>', `let this key open the file: ${WRAP_FORMS}; repeat it`, (text) => {
        const choice = parseWrapChoice(text);
        return choice.ok ? { ok: true, value: [choice.value] } : choice;
      }),
    )
    .addOption(
      repeated('--remove-wrap <id>', 'let this key open the file no longer; repeat it', (text) => ({
        ok: true,
        value: [text],
      })),
    )
    .option('--new-passphrase-file <file>', 'with --add-wrap passphrase: read it from this file instead of asking')
    .option('--new-master-key-file <file>', 'with --add-wrap master-key: another one than WICKETGATE_MASTER_KEY')
    .addHelpText(
      'after',
      examples(
        ['wicketgate secrets rotate', 'a new data key'],
        ['wicketgate secrets rotate --add-wrap passphrase', 'a second key, for the day the first is lost'],
        ['wicketgate secrets rotate --remove-wrap mO0B1x9uJ3k --data-key', 'after a key was lost to somebody'],
      ),
    );
  attach(rotate, host, () => import('./secrets-rotate.ts'));

  const recover = addPlaceOptions(secrets.command('recover'))
    .description('put the backup in place of a damaged encrypted file; shows what that drops, and asks')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples(['wicketgate secrets recover', 'asks before anything is changed']));
  attach(recover, host, () => import('./secrets-recover.ts'));

  const allow = addPlaceOptions(secrets.command('allow'))
    .description("let the project's wicketgate.secrets.json start its programs, test its connections and give defaults")
    .option('--yes', 'do not ask')
    .addHelpText('after', examples(['wicketgate secrets allow', 'shows what it wants to do, and asks']));
  attach(allow, host, () => import('./secrets-allow.ts'));

  const schema = secrets
    .command('schema')
    .description('print the JSON schema of wicketgate.secrets.json')
    .addHelpText('after', examples(['wicketgate secrets schema', 'for an editor']));
  attach(schema, host, () => import('./secrets-schema.ts'));
}
