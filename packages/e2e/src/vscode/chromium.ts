import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../environment.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe'];
const USUAL_PLACES = [
  '/usr/bin',
  '/usr/lib/chromium',
  '/Applications/Chromium.app/Contents/MacOS',
  '/Applications/Google Chrome.app/Contents/MacOS',
  'C:\\Program Files\\Google\\Chrome\\Application',
];
const MAC_NAMES = ['Chromium', 'Google Chrome'];

class ChromiumMissingError extends Error {
  constructor(named: string | undefined) {
    super(
      named === undefined
        ? 'The tests in a real VS Code need Chromium or Google Chrome: install it (Debian and Ubuntu: `apt-get install chromium`), or name one by CHROMIUM_PATH.'
        : `CHROMIUM_PATH names ${named}, which is no program that can be started.`,
    );
    this.name = 'ChromiumMissingError';
  }
}

/** The browser that drives VS Code: `CHROMIUM_PATH`, else the first of the usual names on the path and in the usual places. */
export function findChromium(env: Environment, isProgram: (file: string) => boolean = isExecutable): string {
  const named = env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return named;
    throw new ChromiumMissingError(named);
  }
  const folders = [
    ...(env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder)),
    ...USUAL_PLACES,
  ];
  const files = [...NAMES, ...MAC_NAMES].flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const found = files.find(isProgram);
  if (found === undefined) throw new ChromiumMissingError(undefined);
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
