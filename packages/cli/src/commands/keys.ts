import { KEY_ENVIRONMENTS, KEY_STATUSES, MAX_OVERLAP_SECONDS, MAX_PAGE_SIZE, ROLES, TIERS } from '@wicketgate/contract';
import { type Command, Option } from 'commander';
import { parseDuration } from '../rules/duration.ts';
import { attach, examples, found, type Host, parsed, wholeNumber } from './declare.ts';
import { addKeyOptions } from './key-options.ts';

const OVERLAP_FORMS = 'Write 0s, 30m, 24h or 30d; 30 days at most.';
const ID = 'id of the key: 10 letters and digits, as `keys list` shows it';

/** Declares `wicketgate keys` and what stands under it. */
export function declareKeys(program: Command, host: Host, now: () => number): void {
  const keys = program
    .command('keys')
    .helpCommand(false)
    .description('issue, look at and end API keys (needs a key with the role admin; viewer for list and show)')
    .addHelpText(
      'after',
      examples(
        ['wicketgate keys create --name CI --owner dev@example.com', 'a new key, shown this once'],
        ['wicketgate keys list --status active', 'the keys there are'],
        ['wicketgate keys rotate 4fT0aB9xQz --overlap 24h', 'a successor, and a day to change over'],
        ['wicketgate keys revoke 4fT0aB9xQz --reason "left the team"', 'the end of a key'],
      ),
    );
  declareMaking(keys, host, now);
  declareLooking(keys, host);
  declareChanging(keys, host, now);
}

function declareMaking(keys: Command, host: Host, now: () => number): void {
  const create = addKeyOptions(keys.command('create').description('issue a key and show its text, this once'), now)
    .addOption(new Option('--env <env>', 'where the key may be used').choices(KEY_ENVIRONMENTS))
    .option('--key-out <file>', 'write the key into this new file, for your eyes alone, instead of showing it')
    .addHelpText(
      'after',
      examples(
        ['wicketgate keys create --name CI --owner dev@example.com', 'a key that never expires'],
        [
          'wicketgate keys create --name CI --owner dev@example.com --tier pro --expires 90d --key-out ci.key',
          'into a file',
        ],
        ['KEY=$(wicketgate keys create --name CI --owner dev@example.com)', 'into a variable'],
      ),
    );
  attach(create, host, () => import('./keys-create.ts'));

  const take = addKeyOptions(keys.command('import').description('take over keys of another system by their hash'), now)
    .option('--shape <name>', 'name of the shape that an operator has registered (WICKETGATE_KEY_SHAPES)')
    .option(
      '--sha256 <hex>',
      "SHA-256 of the whole key; without it the key is asked for and hashed here, it doesn't leave",
    )
    .option('--foreign-key-file <file>', 'read the key that is imported from this file')
    .option('--foreign-key-stdin', 'read the key that is imported from standard input')
    .option('--bulk <file>', 'import many: JSON lines with name, owner, and key or sha256; - for standard input')
    .addHelpText(
      'after',
      examples(
        ['wicketgate keys import --shape chef --name CI --owner dev@example.com --foreign-key-file old.key', 'one key'],
        ['wicketgate keys import --shape chef --tier pro --bulk keys.jsonl', 'many keys'],
      ),
    );
  attach(take, host, () => import('./keys-import.ts'));

  const rotate = keys
    .command('rotate')
    .description('issue a successor of a key and show its text, this once')
    .argument('<id>', ID)
    .addOption(parsed('--overlap <span>', 'how long the old key still works: 0s (default) to 30d', overlapOf))
    .option('--key-out <file>', 'write the key into this new file, for your eyes alone, instead of showing it')
    .addHelpText('after', examples(['wicketgate keys rotate 4fT0aB9xQz --overlap 24h', 'a day to change over']));
  attach(rotate, host, () => import('./keys-rotate.ts'));
}

function declareLooking(keys: Command, host: Host): void {
  const list = keys
    .command('list')
    .description('list keys, newest first')
    .addOption(new Option('--status <status>', 'only keys in this state').choices(KEY_STATUSES))
    .addOption(new Option('--env <env>', 'only keys of this environment').choices(KEY_ENVIRONMENTS))
    .addOption(new Option('--tier <tier>', 'only keys of this tier').choices(TIERS))
    .addOption(new Option('--role <role>', 'only keys with this role').choices(ROLES))
    .option('--owner <id>', 'only keys of this owner, by the whole id')
    .option('--name <text>', 'only keys whose name holds this')
    .addOption(wholeNumber('--limit <n>', `keys in a page, ${MAX_PAGE_SIZE} at most (default: 50)`, [1, MAX_PAGE_SIZE]))
    .option('--cursor <cursor>', 'go on after a page: the cursor that it ended with')
    .option('--all', 'read all pages')
    .addHelpText(
      'after',
      examples(
        ['wicketgate keys list --status active --tier pro', 'a table'],
        ['wicketgate keys list --all --json | jq -r .items[].id', 'for a script'],
      ),
    );
  attach(list, host, () => import('./keys-list.ts'));

  const show = keys
    .command('show')
    .description('show all about a key but its text')
    .argument('<id>', ID)
    .addHelpText(
      'after',
      examples(['wicketgate keys show 4fT0aB9xQz', 'by its id, or by what lists show it begins with']),
    );
  attach(show, host, () => import('./keys-show.ts'));
}

function declareChanging(keys: Command, host: Host, now: () => number): void {
  const edit = addKeyOptions(keys.command('edit').description('change what is given and leave the rest'), now)
    .argument('<id>', ID)
    .option('--clear-scopes', 'take all scopes away')
    .option('--clear-meta', 'take all facts away')
    .addHelpText('after', '\n--scope and --meta replace what was there before.')
    .addHelpText(
      'after',
      examples(['wicketgate keys edit 4fT0aB9xQz --tier enterprise --expires never', 'two changes']),
    );
  attach(edit, host, () => import('./keys-edit.ts'));

  const suspend = keys
    .command('suspend')
    .description('shut a key until it is resumed')
    .argument('<id>', ID)
    .option('--reason <text>', 'why, for those who look later')
    .addHelpText('after', examples(['wicketgate keys suspend 4fT0aB9xQz --reason unpaid', 'shut until it is resumed']));
  attach(suspend, host, () => import('./keys-suspend.ts'));

  const resume = keys
    .command('resume')
    .description('open a suspended key again')
    .argument('<id>', ID)
    .addHelpText('after', examples(['wicketgate keys resume 4fT0aB9xQz', 'works again at once']));
  attach(resume, host, () => import('./keys-resume.ts'));

  const revoke = keys
    .command('revoke')
    .description('end a key for good')
    .argument('<id>', ID)
    .requiredOption('--reason <text>', 'why, for those who look later')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples(['wicketgate keys revoke 4fT0aB9xQz --reason "left the team"', 'asks first']));
  attach(revoke, host, () => import('./keys-revoke.ts'));
}

function overlapOf(text: string) {
  const seconds = parseDuration(text);
  return found(seconds !== undefined && seconds <= MAX_OVERLAP_SECONDS ? seconds : undefined, OVERLAP_FORMS);
}
