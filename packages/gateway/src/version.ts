import manifest from '../package.json' with { type: 'json' };

/** The version of this package, as `/health` and `--version` tell it. */
export const VERSION: string = manifest.version;
