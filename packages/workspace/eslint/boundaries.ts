/** Where code may reach: the one place that the lint rules and the package checks read their tables from. */

/** Which packages of ours a package's `src` may import. `'*'`: every package but those that nobody imports. */
export const importTable: Readonly<Record<string, readonly string[] | '*'>> = {
  contract: [],
  core: ['contract'],
  secrets: ['core', 'contract'],
  'vscode-kit': ['core', 'contract'],
  'mcp-client': ['core', 'contract'],
  'release-client': ['core', 'contract'],
  doctor: ['secrets', 'core', 'contract'],
  gateway: ['contract', 'core', 'secrets', 'mcp-client', 'release-client'],
  'admin-ui': ['contract'],
  cli: ['contract', 'core', 'secrets', 'mcp-client', 'release-client', 'doctor'],
  testing: ['contract'],
  workspace: [],
  bench: '*',
  e2e: '*',
  'extensions/wicketgate': ['vscode-kit', 'core', 'mcp-client', 'release-client', 'doctor'],
};

/** They are started, never imported: not even by tests. */
export const importedByNobody: readonly string[] = ['cli', 'e2e', 'bench', 'extensions/wicketgate'];

/** What the gateway may take of these packages: the neutral entry alone, so that it runs on Workers as well. */
export const neutralEntryOnly: Readonly<Record<string, readonly string[]>> = {
  gateway: ['secrets', 'mcp-client', 'release-client'],
};

/**
 * The layers of a package, left to right, by the first folder under `src`. A file imports its own layer and those
 * before it. Files directly under `src` are edges.
 */
export const layers: readonly (readonly string[])[] = [
  ['words'],
  ['rules', 'domain'],
  ['ports'],
  ['adapters', 'storage'],
  ['services'],
  ['http', 'commands', 'node', 'files'],
];

/** Folders that stand in another layer in one package than the list above says. */
export const layerOverrides: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  core: { node: 'adapters', files: 'adapters' },
  'vscode-kit': { host: 'adapters' },
};

/** Packages whose `src` is laid out in layers; the others are flat. */
export const layeredPackages: readonly string[] = ['core', 'secrets', 'mcp-client', 'gateway', 'cli', 'vscode-kit'];

/** Sources that must run on Workers and in browsers: no Node module, and no entry that has one. */
export const neutralSources = {
  include: [
    'packages/contract/src/**/*.ts',
    'packages/core/src/**/*.ts',
    'packages/secrets/src/**/*.ts',
    'packages/mcp-client/src/**/*.ts',
    'packages/gateway/src/**/*.ts',
    'packages/vscode-kit/src/{words,rules,ports,services}/**/*.ts',
    'packages/vscode-kit/src/{manifest,page}.ts',
  ],
  exclude: ['packages/*/src/{node,files,bin,keyring-helper}.ts', 'packages/*/src/{node,files}/**/*.ts'],
};

/** Sources that may import `vscode`, its types too. Builds and tests run two edges of the kit. */
export const vscodeSources = [
  'packages/vscode-kit/src/host/**/*.ts',
  'packages/vscode-kit/src/!(manifest|page).ts',
  'extensions/*/src/**/*.ts',
];

/** Sources that take everything they need as a parameter. */
export const parameterisedSources = [
  'packages/{contract,core,secrets,mcp-client,gateway,cli,testing,vscode-kit}/src/**/*.ts',
  'extensions/*/src/**/*.ts',
];

/**
 * Where the platform's own clock, chance, fetch and environment are taken up and handed down. The fake clock waits for
 * real turns of the event loop.
 */
export const compositionRoots = [
  'packages/*/src/{bin,node,keyring-helper}.ts',
  '{packages,extensions}/*/src/adapters/system-*.ts',
  'packages/testing/src/fake-clock.ts',
];
