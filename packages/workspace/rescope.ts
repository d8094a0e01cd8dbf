import { ROOT } from './launcher/paths.mjs';
import { parseIdentity, readIdentity } from './rescope/identity.ts';
import { rescopeTree, treeFiles } from './rescope/tree.ts';

const USAGE = 'Usage: pnpm rescope @theirs owner/repo';

try {
  const to = parseIdentity(process.argv.slice(2));
  const from = readIdentity(ROOT);
  const changed = rescopeTree(ROOT, treeFiles(ROOT), { from, to });
  console.log(
    `${from.scope} is ${to.scope} now, in ${changed.length} files. Next: pnpm install, pnpm format, pnpm test.`,
  );
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
