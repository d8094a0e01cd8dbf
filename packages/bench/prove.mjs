import { launch } from './launch.mjs';

launch('proofs/main.ts');
