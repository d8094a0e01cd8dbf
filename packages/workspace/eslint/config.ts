import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import { defineConfig, globalIgnores, type Config } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { compositionRoots, neutralSources, parameterisedSources, vscodeSources } from './boundaries.ts';
import { housePlugin } from './plugin.ts';

interface WorkspaceOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** The npm scope of its packages, with the `@`. */
  readonly scope: string;
}

const SHIPPED = ['packages/*/src/**/*.ts', 'extensions/*/src/**/*.ts'];
const NODE_GLOBALS = [
  'console',
  'process',
  'URL',
  'fetch',
  'performance',
  'AbortController',
  'setInterval',
  'clearInterval',
];

/** The lint configuration of the workspace. */
export function workspaceConfig(options: WorkspaceOptions): Config[] {
  return defineConfig(
    globalIgnores(['**/dist/', '**/coverage/', '**/node_modules/', '**/test/fixtures/', '**/fixtures/*/']),
    js.configs.recommended,
    typescriptRules(options),
    {
      files: ['**/*.js', '**/*.mjs'],
      languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])) },
    },
    houseRules(options),
    importRules(options),
    prettier,
  );
}

function typescriptRules({ root }: WorkspaceOptions): Config[] {
  return defineConfig({
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Spreading a text into its code points is meant so wherever we do it.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  });
}

function houseRules({ root, scope }: WorkspaceOptions): Config[] {
  return [
    {
      plugins: { house: housePlugin },
      rules: {
        'house/file-name': 'error',
        'house/import-table': ['error', { root, scope }],
        'house/layers': ['error', { root }],
      },
    },
    {
      files: neutralSources.include,
      ignores: neutralSources.exclude,
      rules: { 'house/neutral': ['error', { root, scope }] },
    },
    { files: SHIPPED, ignores: vscodeSources, rules: { 'house/vscode-import': 'error' } },
    { files: parameterisedSources, ignores: compositionRoots, rules: { 'house/ambient': 'error' } },
    {
      files: SHIPPED,
      rules: {
        'max-lines': ['error', { max: 300 }],
        'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      },
    },
  ];
}

/** The classic entry of zod costs a client 29 to 93 KB; sources name each other as they are on disk. */
const NAMED_OTHERWISE = {
  paths: ['zod', 'zod/v3', 'zod/v4'].map((name) => ({ name, message: "Import * as z from 'zod/mini'." })),
  patterns: [{ regex: String.raw`^\.{1,2}/.*\.js$`, message: 'Imports between our files carry .ts.' }],
};

function importRules({ scope }: WorkspaceOptions): Config[] {
  const resolver = createTypeScriptImportResolver({
    conditionNames: [`${scope}/source`, 'types', 'import', 'default'],
    project: ['tsconfig.json'],
  });
  return defineConfig(
    {
      plugins: { 'import-x': importX },
      settings: { 'import-x/extensions': ['.ts', '.js', '.mjs'], 'import-x/resolver-next': [resolver] },
      rules: {
        'import-x/no-cycle': ['error', { ignoreExternal: true }],
        'import-x/no-self-import': 'error',
        'import-x/no-duplicates': 'error',
      },
    },
    {
      files: SHIPPED,
      rules: { 'import-x/no-default-export': 'error', 'no-restricted-imports': ['error', NAMED_OTHERWISE] },
    },
  );
}
