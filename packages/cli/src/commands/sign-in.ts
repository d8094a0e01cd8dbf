import { type Command, Option } from 'commander';
import { QR_LOOKS } from '../rules/views/qr-view.ts';
import { SIGN_IN_STORES } from '../words/sign-in-stores.ts';
import { attach, examples, type Host } from './declare.ts';

/** Declares `wicketgate login`, `logout`, `whoami`, `usage` and `token`. */
export function declareSignIn(program: Command, host: Host): void {
  declareLogin(program, host);
  declareLogout(program, host);
  declareWhoami(program, host);
  declareUsage(program, host);
  declareToken(program, host);
}

function declareLogin(program: Command, host: Host): void {
  const login = program
    .command('login')
    .description('sign in: in your browser, with a code on any device, or with an API key')
    .option('--browser', 'in the browser of this machine (default where a page can be shown)')
    .option('--device', 'with a code that you type on any device (default elsewhere, over SSH for instance)')
    .option('--key', 'with an API key, which is asked for, checked and stored; or --key-file, --key-stdin')
    .option('--open', 'with --device: open the page here as well')
    .option('--no-open', 'never open a page here')
    .addOption(new Option('--qr <look>', 'the QR code of the page (default: normal)').choices(QR_LOOKS))
    .addOption(
      new Option(
        '--store <store>',
        'where the sign-in is kept, from now on (default: the keyring, else the encrypted file)',
      ).choices(SIGN_IN_STORES),
    )
    .allowExcessArguments()
    .addHelpText(
      'after',
      examples(
        ['wicketgate login', 'the way that fits this machine'],
        ['wicketgate login --device', 'a short code, for a phone or another computer'],
        ['wicketgate login --key-file my.key', 'with an API key'],
        ['wicketgate login --json', 'a line of JSON for each event'],
      ),
    );
  attach(login, host, () => import('./login.ts'));
}

function declareLogout(program: Command, host: Host): void {
  const logout = program
    .command('logout')
    .description('sign out: here in any case, and at the gateway')
    .option('--all-local', 'also forget a stored API key, and sign-ins to this gateway in other stores of this machine')
    .addHelpText('after', examples(['wicketgate logout', 'tells when the gateway could not be told']));
  attach(logout, host, () => import('./logout.ts'));
}

function declareWhoami(program: Command, host: Host): void {
  const whoami = program
    .command('whoami')
    .description('tell who you are to the gateway, by what, and until when')
    .addHelpText('after', examples(['wicketgate whoami --json | jq -r .tier', 'for a script']));
  attach(whoami, host, () => import('./whoami.ts'));
}

function declareUsage(program: Command, host: Host): void {
  const usage = program
    .command('usage')
    .description('tell how often you have called the gateway: your key, or all your sign-ins and keys')
    .addHelpText('after', examples(['wicketgate usage --json | jq .calls.total', 'for a script']));
  attach(usage, host, () => import('./usage.ts'));
}

function declareToken(program: Command, host: Host): void {
  const token = program
    .command('token')
    .description('print the access token of your sign-in into a pipe or a file, refreshed when it is due')
    .addOption(new Option('--format <format>', 'default: text; json has its end').choices(['text', 'json']))
    .option('--renew', 'a new one, because the gateway has refused the one that was printed last')
    .addHelpText(
      'after',
      examples(
        ['wicketgate token | pbcopy', 'into the clipboard, and never to a terminal'],
        ['wicketgate token --format json | jq -r .expires_at', 'for a program'],
      ),
    );
  attach(token, host, () => import('./token.ts'));
}
