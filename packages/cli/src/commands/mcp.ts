import { type Command, Option } from 'commander';
import { MCP_CLIENTS } from '../rules/mcp-snippets.ts';
import { attach, examples, found, type Host, parsed, repeated, wholeNumber } from './declare.ts';
import { declareMcpSignIn } from './mcp-sign-in.ts';
import { addServerOptions, fileOption, tokenOption } from './server-options.ts';

/** Declares `wicketgate mcp` and what stands under it. */
export function declareMcp(program: Command, host: Host): void {
  const mcp = program
    .command('mcp')
    .helpCommand(false)
    .description('look at MCP servers, configure them, and serve the tools of all of them as one')
    .addHelpText(
      'after',
      examples(
        ['wicketgate mcp servers', 'how it stands with each server'],
        ['wicketgate mcp test github', 'connects, and says each step'],
        ['wicketgate mcp serve', 'all servers as one, over standard input and output'],
      ),
    );
  declareServers(mcp, host);
  declareConfig(mcp, host);
  declareChanges(mcp, host);
  declareMcpSignIn(mcp, host);
  declareServe(mcp, host);
}

function declareServers(mcp: Command, host: Host): void {
  const servers = addServerOptions(mcp.command('servers'))
    .description('list the servers: state, protocol, tools, where each comes from, what is wrong')
    .option('--offline', 'do not connect: what is remembered alone')
    .addHelpText(
      'after',
      examples(
        ['wicketgate mcp servers', 'a table'],
        ['wicketgate mcp servers --json | jq -r .servers[].id', 'for a script'],
      ),
    );
  attach(servers, host, () => import('./mcp-servers.ts'));

  const test = addServerOptions(mcp.command('test'))
    .description('connect to a server and say each step')
    .argument('[id]', 'the server; not needed where there is one alone')
    .addHelpText(
      'after',
      examples(
        ['wicketgate mcp test github', 'exit code 0 when its tools can be listed'],
        ['wicketgate mcp test --server-url https://mcp.example.com/mcp', 'one that is in no file'],
      ),
    );
  attach(test, host, () => import('./mcp-test.ts'));
}

function declareConfig(mcp: Command, host: Host): void {
  const config = mcp
    .command('config')
    .description('print which files of servers were found, and what is in them; never a secret')
    .addOption(fileOption())
    .addOption(
      new Option('--client <name>', 'print what makes this program start `wicketgate mcp serve`').choices(MCP_CLIENTS),
    )
    .option('--gateway', "with --client: for the gateway's own tools instead of the servers of the files")
    .addHelpText(
      'after',
      examples(
        ['wicketgate mcp config', 'each file, its servers, and whether they are used'],
        ['wicketgate mcp config --client claude-desktop', 'text to paste'],
      ),
    );
  attach(config, host, () => import('./mcp-config.ts'));

  const allow = mcp
    .command('allow')
    .description("let a project's file of servers start its programs")
    .argument('[file]', 'the file; default: each of this folder that was not allowed')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nAny change of the file needs this anew.')
    .addHelpText('after', examples(['wicketgate mcp allow .vscode/mcp.json', 'shows what it would start, and asks']));
  attach(allow, host, () => import('./mcp-allow.ts'));
}

function declareChanges(mcp: Command, host: Host): void {
  const add = mcp
    .command('add')
    .description("put a server into Wicketgate's own mcp.json")
    .argument('<id>', 'its name: letters, digits, dots, underscores and hyphens')
    .argument('[program...]', 'the program and its arguments, behind --')
    .usage('[options] <id> (--server-url <url> | -- <program> [arguments...])')
    .addOption(
      parsed('--server-url <url>', 'its address', (text) =>
        found(URL.canParse(text) ? text : undefined, 'It must be a URL.'),
      ),
    )
    .option('--credential', 'send it your key or sign-in; only beneath the URL of the gateway')
    .addOption(
      repeated('--pass-env <names>', 'variables of your environment that the program gets; repeat it', (text) => {
        const names = text.split(',').map((name) => name.trim());
        return found(
          names.every((name) => /^[A-Za-z_]\w*$/.test(name)) ? names : undefined,
          'Write names of variables.',
        );
      }),
    )
    .addOption(tokenOption())
    .addHelpText('after', '\nThe file names variables and holds no value of theirs.')
    .addHelpText(
      'after',
      examples(
        ['wicketgate mcp add files -- npx -y @modelcontextprotocol/server-filesystem .', 'a program'],
        ['wicketgate mcp add docs --server-url https://mcp.example.com/mcp --token-env DOCS_TOKEN', 'an address'],
      ),
    );
  attach(add, host, () => import('./mcp-add.ts'));

  const remove = mcp
    .command('remove')
    .description("take a server out of Wicketgate's own mcp.json, and sign out there")
    .argument('<id>', 'its name in that file')
    .addHelpText(
      'after',
      '\nA sign-in stays where another entry has the same address. Files of other programs stay as they are.',
    )
    .addHelpText('after', examples(['wicketgate mcp remove docs', 'and its sign-in, as mcp logout does']));
  attach(remove, host, () => import('./mcp-remove.ts'));
}

function declareServe(mcp: Command, host: Host): void {
  const serve = addServerOptions(mcp.command('serve'))
    .description('serve all servers as one, over standard input and output: tools, resources and prompts')
    .addOption(
      new Option(
        '--expose <how>',
        'each tool, or three that find and call them (default: all while they are few)',
      ).choices(['all', 'meta']),
    )
    .addOption(repeated('--allow <patterns>', 'pass these on alone: github, files/read_*; repeat it', patternsOf))
    .addOption(repeated('--deny <patterns>', 'do not pass these on; wins over --allow; repeat it', patternsOf))
    .option('--tools-only', 'pass neither resources nor prompts on')
    .addOption(
      wholeNumber(
        '--result-limit <bytes>',
        'cut the text of results here; the whole can be read as a resource (default: 2097152)',
        [1_024, 2_097_152],
      ),
    )
    .option('--default-parameters <json>', 'arguments for every tool that has them (WICKETGATE_MCP_DEFAULT_PARAMETERS)')
    .addHelpText(
      'after',
      '\nA pattern fits server/tool, server/prompt and, of resources, server/URI. * stands for any text, and the id of a\n' +
        'server for all that it has.',
    )
    .addHelpText('after', 'Standard output carries the protocol alone; everything else goes to standard error.')
    .addHelpText('after', 'It ends when standard input ends.')
    .addHelpText(
      'after',
      examples(
        ['wicketgate mcp serve', 'every server that is configured'],
        ['wicketgate mcp serve --gateway', 'the tools of the gateway, with your key or sign-in'],
        ['wicketgate mcp serve --allow github --deny github/delete_*', 'one server without some of its tools'],
      ),
    );
  attach(serve, host, () => import('./mcp-serve.ts'));
}

function patternsOf(text: string) {
  const patterns = text.split(',').map((pattern) => pattern.trim());
  return found(patterns.includes('') ? undefined : patterns, 'Write a pattern, or several separated by commas.');
}
