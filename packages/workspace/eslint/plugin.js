import { ambientRule } from './rules/ambient.js';
import { fileNameRule } from './rules/file-name.js';
import { importTableRule } from './rules/import-table.js';
import { layersRule } from './rules/layers.js';
import { neutralRule } from './rules/neutral.js';

/** The rules of this house, as an ESLint plugin. */
export const housePlugin = {
  meta: { name: 'house' },
  rules: {
    ambient: ambientRule,
    'file-name': fileNameRule,
    'import-table': importTableRule,
    layers: layersRule,
    neutral: neutralRule,
  },
};
