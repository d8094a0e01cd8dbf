import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** What a screen showed, step by step. */
export interface Recording {
  /** `of` is the program that the screen belongs to. */
  add(of: string, step: string, screen: string): void;
  /** Every screen, as one text. */
  text(): string;
  /** The last screen of each program: they hold what came before. */
  ends(): string;
  /** Keeps the recording in a new folder, which stays; answers the path of the file. */
  keep(name: string): Promise<string>;
}

export function createRecording(): Recording {
  const steps: string[] = [];
  const last = new Map<string, string>();
  const text = () => steps.join('\n');
  return {
    add: (of, step, screen) => {
      steps.push(titled(`${of}: ${step}`, screen));
      last.set(of, screen);
    },
    text,
    ends: () => [...last].map(([of, screen]) => titled(of, screen)).join('\n'),
    keep: async (name) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-e2e-evidence-'));
      const file = path.join(folder, `${name}.txt`);
      await writeFile(file, text());
      return file;
    },
  };
}

function titled(title: string, screen: string): string {
  return `=== ${title}\n\n${screen}\n`;
}
