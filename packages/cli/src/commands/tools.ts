import { type Command, Option } from 'commander';
import { parseNamedArgument } from '../rules/tool-arguments.ts';
import { DETAILS } from '../rules/views/tool-view.ts';
import { attach, examples, found, type Host, repeated, wholeNumber } from './declare.ts';
import { addServerOptions } from './server-options.ts';

const NAME = 'the tool: server/tool, server__tool, or its own name where one server alone has it';

/** Declares `wicketgate tools` and what stands under it. */
export function declareTools(program: Command, host: Host): void {
  const tools = program
    .command('tools')
    .helpCommand(false)
    .description('find and call the tools of MCP servers')
    .addHelpText(
      'after',
      examples(
        ['wicketgate tools list', 'the tools of all servers that are configured'],
        ['wicketgate tools search "open an issue"', 'the tools for a task, with the reasons'],
        ['wicketgate tools call files/read_file --argument path=README.md', 'calls one'],
      ),
    );
  declareLooking(tools, host);
  declareCall(tools, host);
  declareApprove(tools, host);
}

function declareLooking(tools: Command, host: Host): void {
  const list = addServerOptions(tools.command('list'))
    .description('list the tools of the servers; marks those that are held: changed, and not approved yet')
    .addOption(detailOption('summary'))
    .addOption(wholeNumber('--limit <count>', 'the first of them alone', [1, 100_000]))
    .option('--refresh', 'ask every server, also where what is remembered is still fresh')
    .addHelpText(
      'after',
      examples(
        ['wicketgate tools list --server github --detail full', 'all that is known of its tools'],
        ['wicketgate tools list --json | jq -r .tools[].id', 'for a script'],
      ),
    );
  attach(list, host, () => import('./tools-list.ts'));

  const search = addServerOptions(tools.command('search'))
    .description('find the tools for a request in words, with the reasons for each')
    .argument('<request...>', 'what is to be done')
    .addOption(detailOption('summary'))
    .addOption(wholeNumber('--limit <count>', 'at most so many (default: 10)', [1, 1_000]))
    .addHelpText('after', '\nNothing leaves this machine, and no model is asked. What nothing answers gets nothing.')
    .addHelpText('after', examples(['wicketgate tools search "who changed this file"', 'the best first']));
  attach(search, host, () => import('./tools-search.ts'));

  const show = addServerOptions(tools.command('show'))
    .description('show all about a tool: what it does, and its arguments')
    .argument('<name>', NAME)
    .addHelpText('after', examples(['wicketgate tools show files/read_file', 'a star marks what is needed']));
  attach(show, host, () => import('./tools-show.ts'));
}

function declareCall(tools: Command, host: Host): void {
  const call = addServerOptions(tools.command('call'))
    .description('call a tool and print its result; Ctrl-C cancels it at the server')
    .argument('<name>', NAME)
    .option('--arguments <json>', 'a JSON object; - reads standard input, @FILE a file')
    .addOption(
      repeated(
        '--argument <name=value>',
        "one argument, of the type that the tool's schema wants; repeat it",
        (text) => {
          const argument = parseNamedArgument(text);
          return found(argument === undefined ? undefined : [argument], 'Write NAME=VALUE.');
        },
      ),
    )
    .option('--output <file>', 'write images, sounds and files of the result here; several are numbered')
    .addHelpText(
      'after',
      '\nExit code 1 when the tool says that it failed. --timeout is the time to connect, and that of the call since its last\n' +
        'progress; without it they are 30 and 60 seconds.',
    )
    .addHelpText(
      'after',
      examples(
        ['wicketgate tools call time/now', 'one without arguments'],
        ['wicketgate tools call github/search --argument query=crash --argument limit=5', 'typed by its schema'],
        ['wicketgate tools call github/search --arguments - --json', 'for a script'],
      ),
    );
  attach(call, host, () => import('./tools-call.ts'));
}

function declareApprove(tools: Command, host: Host): void {
  const approve = addServerOptions(tools.command('approve'))
    .description('show how tools differ from what was approved, and approve them')
    .argument('[names...]', 'only these tools: server/tool')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nA tool that is not as it was when it was first listed is held: it cannot be called, and no model is shown it, before\n' +
        'it was approved here.',
    )
    .addHelpText('after', examples(['wicketgate tools approve', 'shows every difference, and asks']));
  attach(approve, host, () => import('./tools-approve.ts'));
}

function detailOption(standard: (typeof DETAILS)[number]): Option {
  return new Option('--detail <level>', `how much of each (default: ${standard})`).choices(DETAILS);
}
