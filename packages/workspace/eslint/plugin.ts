import type { ESLint } from 'eslint';
import { ambientRule } from './rules/ambient.ts';
import { fileNameRule } from './rules/file-name.ts';
import { importTableRule } from './rules/import-table.ts';
import { layersRule } from './rules/layers.ts';
import { neutralRule } from './rules/neutral.ts';
import { vscodeImportRule } from './rules/vscode-import.ts';

/** The rules of this house. */
export const housePlugin: ESLint.Plugin = {
  meta: { name: 'house' },
  rules: {
    ambient: ambientRule,
    'file-name': fileNameRule,
    'import-table': importTableRule,
    layers: layersRule,
    neutral: neutralRule,
    'vscode-import': vscodeImportRule,
  },
};
