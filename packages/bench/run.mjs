import { launch } from './launch.mjs';

launch('benches/main.ts');
