import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { compositionRoots, neutralSources, parameterisedSources } from './boundaries.js';
import { housePlugin } from './plugin.js';

const TYPESCRIPT = ['**/*.ts'];
const SCRIPTS = ['**/*.js', '**/*.mjs'];
const SHIPPED = ['packages/*/src/**/*.ts', 'extensions/*/src/**/*.ts'];
const NODE_GLOBALS = Object.fromEntries(
  ['console', 'process', 'URL', 'fetch', 'Buffer', 'setTimeout', 'clearTimeout', 'AbortSignal', 'performance'].map(
    (name) => [name, 'readonly'],
  ),
);

/**
 * The lint configuration of the workspace.
 *
 * @param {{ root: string, scope: string }} options `root` is the absolute path of the workspace; `scope` the npm scope of
 *   its packages, for instance `@wicketgate`.
 */
export function workspaceConfig({ root, scope }) {
  return defineConfig(
    globalIgnores(['**/dist/', '**/coverage/', '**/node_modules/', '**/fixtures/*/', '**/.wicketgate/']),
    js.configs.recommended,
    typescriptRules(root),
    { files: SCRIPTS, languageOptions: { globals: NODE_GLOBALS } },
    houseRules({ root, scope }),
    importRules(scope),
    prettier,
  );
}

function typescriptRules(root) {
  return {
    files: TYPESCRIPT,
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
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  };
}

function houseRules({ root, scope }) {
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

/** The classic entry of zod costs a client 29 to 93 KB; TypeScript sources name each other as they are on disk. */
const NAMED_OTHERWISE = {
  paths: ['zod', 'zod/v4', 'zod/v3'].map((name) => ({ name, message: "Import * as z from 'zod/mini'." })),
  patterns: [{ regex: String.raw`^\.{1,2}/.*\.js$`, message: 'Imports between our files carry .ts.' }],
};

function importRules(scope) {
  return [
    {
      plugins: { 'import-x': importX },
      settings: {
        'import-x/extensions': ['.ts', '.js', '.mjs'],
        'import-x/internal-regex': `^${scope}/`,
        'import-x/resolver-next': [
          createTypeScriptImportResolver({
            conditionNames: [`${scope}/source`, 'types', 'import', 'default'],
            project: ['tsconfig.json'],
          }),
        ],
      },
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
  ];
}
