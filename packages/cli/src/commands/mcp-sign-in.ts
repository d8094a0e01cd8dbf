import { type Command, Option } from 'commander';
import { QR_LOOKS } from '../rules/views/qr-view.ts';
import { SIGN_IN_STORES } from '../words/sign-in-stores.ts';
import { attach, examples, found, type Host, parsed } from './declare.ts';
import { fileOption, urlOption, variableOption } from './server-options.ts';

/** Declares `wicketgate mcp login` and `logout`. */
export function declareMcpSignIn(mcp: Command, host: Host): void {
  declareLogin(mcp, host);
  declareLogout(mcp, host);
}

function declareLogin(mcp: Command, host: Host): void {
  const login = mcp
    .command('login')
    .description('sign in at a server that wants it: in your browser, or with a code on any device')
    .argument('[id]', 'the server; not needed where one alone takes a sign-in')
    .addOption(fileOption())
    .addOption(urlOption())
    .option('--browser', 'in the browser of this machine (default where a page can be shown)')
    .option('--device', 'with a code that you type on any device, where the server offers it (default elsewhere)')
    .option('--open', 'with --device: open the page here as well')
    .option('--no-open', 'never open a page here')
    .addOption(new Option('--qr <look>', 'the QR code of the page (default: normal)').choices(QR_LOOKS))
    .addOption(
      new Option('--store <store>', 'where this sign-in is kept (default: as for wicketgate login)').choices(
        SIGN_IN_STORES,
      ),
    )
    .option('--client-id <id>', 'a client that was registered by hand, where the server registers none by itself')
    .addOption(
      parsed('--issuer <url>', 'with --client-id: the authorization server where it was registered', (text) =>
        found(URL.canParse(text) ? text : undefined, 'It must be a URL.'),
      ),
    )
    .addOption(variableOption('--client-secret-env <name>', 'with --client-id: variable that holds its secret'))
    .addHelpText(
      'after',
      '\nThe other commands and mcp serve then use the sign-in by themselves, and never ask for one.',
    )
    .addHelpText(
      'after',
      examples(
        ['wicketgate mcp login docs', 'the way that fits this machine'],
        ['wicketgate mcp login docs --device', 'a short code, for a phone or another computer'],
        ['wicketgate mcp login --server-url https://mcp.example.com/mcp', 'one that is in no file'],
      ),
    );
  attach(login, host, () => import('./mcp-login.ts'));
}

function declareLogout(mcp: Command, host: Host): void {
  const logout = mcp
    .command('logout')
    .description('sign out at a server: here in any case, and there where that can be told')
    .argument('[id]', 'the server; not needed where one alone takes a sign-in')
    .addOption(fileOption())
    .addOption(urlOption())
    .addHelpText('after', examples(['wicketgate mcp logout docs', 'forgets the tokens']));
  attach(logout, host, () => import('./mcp-logout.ts'));
}
