import { MAX_PAGE_SIZE, SESSION_STATUSES } from '@wicketgate/contract';
import { type Command, Option } from 'commander';
import { attach, examples, type Host, wholeNumber } from './declare.ts';

const ID = 'id of the sign-in: 16 letters and digits, as `sessions list` shows it';

/** Declares `wicketgate sessions` and what stands under it. */
export function declareSessions(program: Command, host: Host): void {
  const sessions = program
    .command('sessions')
    .helpCommand(false)
    .description('look at and end sign-ins (needs the role admin; viewer for list and show)')
    .addHelpText(
      'after',
      examples(
        ['wicketgate sessions list --status active', 'who is signed in, and where'],
        ['wicketgate sessions revoke 4fT0aB9xQzR2mK7p --reason "lost laptop"', 'the end of one sign-in'],
        ['wicketgate sessions revoke --principal dev@example.com --reason left', 'of all of a person'],
        ['wicketgate sessions revoke --all --reason "stolen backup"', "of everybody's"],
      ),
    );
  declareLooking(sessions, host);
  const revoke = sessions
    .command('revoke')
    .description('end sign-ins: their tokens open nothing from then on')
    .argument('[id]', ID)
    .option('--principal <id>', 'all of this person or workload, by the whole id')
    .option('--all', "everybody's, for an emergency")
    .requiredOption('--reason <text>', 'why, for those who look later')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      examples(
        ['wicketgate sessions revoke 4fT0aB9xQzR2mK7p --reason "lost laptop"', 'asks first'],
        ['wicketgate sessions revoke --principal dev@example.com --reason left --yes', 'for a script'],
      ),
    );
  attach(revoke, host, () => import('./sessions-revoke.ts'));
}

function declareLooking(sessions: Command, host: Host): void {
  const list = sessions
    .command('list')
    .description('list sign-ins, newest first')
    .addOption(new Option('--status <status>', 'only sign-ins in this state').choices(SESSION_STATUSES))
    .option('--principal <id>', 'only of this person or workload, by the whole id')
    .option('--client <id>', 'only through this application: wicketgate-cli, wicketgate-vscode or another')
    .addOption(
      wholeNumber('--limit <n>', `sign-ins in a page, ${MAX_PAGE_SIZE} at most (default: 50)`, [1, MAX_PAGE_SIZE]),
    )
    .option('--cursor <cursor>', 'go on after a page: the cursor that it ended with')
    .option('--all', 'read all pages')
    .addHelpText(
      'after',
      examples(
        ['wicketgate sessions list --principal dev@example.com', 'a table'],
        ['wicketgate sessions list --all --json | jq -r .items[].id', 'for a script'],
      ),
    );
  attach(list, host, () => import('./sessions-list.ts'));

  const show = sessions
    .command('show')
    .description('show all about a sign-in but its tokens')
    .argument('<id>', ID)
    .addHelpText('after', examples(['wicketgate sessions show 4fT0aB9xQzR2mK7p', 'by its id']));
  attach(show, host, () => import('./sessions-show.ts'));
}
