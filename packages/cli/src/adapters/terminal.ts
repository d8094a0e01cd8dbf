import { toWire } from '@wicketgate/contract';
import { cleanJson, cleanJsonLine } from '../rules/clean-text.ts';
import { wantsColor } from '../rules/color.ts';
import { type Palette, type Style, styleOf } from '../rules/views/style.ts';
import { oneLine } from '../rules/views/text-width.ts';
import type { CliIo, TextSink } from '../words/io.ts';

export interface TerminalOptions {
  /** One JSON document on stdout; on stderr nothing but one JSON document for a failure. */
  readonly json: boolean;
  /** Keeps notes and progress away; data, warnings and errors stay. */
  readonly quiet: boolean;
  readonly color: boolean;
}

/** Data to stdout, words to stderr, each with the colours its stream can show. */
export interface Terminal {
  readonly json: boolean;
  readonly style: Style;
  readonly errorStyle: Style;
  readonly errorPalette: Palette;
  /** Whether somebody sees a line that is written over. */
  readonly watched: boolean;
  /** One of several documents of a command that takes its time: with `--json` a line of JSON, for people the text, if any. */
  event(document: unknown, text?: () => string): Promise<void>;
  /** The command's one answer: members in camelCase for `--json`, which prints them as on the wire; text for people. */
  answer(document: unknown, text: () => string): Promise<void>;
  /** The same for a document that holds JSON of others, whose members keep their names: ours must be spelled as on the wire. */
  verbatim(document: unknown, text: () => string): Promise<void>;
  /** The same where JSON was asked for in another way than with `--json`. */
  document(document: unknown): Promise<void>;
  /** Something good to know. */
  note(text: string): Promise<void>;
  /** Something that must be seen. */
  warn(text: string): Promise<void>;
  /** What failed: the document for `--json`, the text for people. */
  failure(document: unknown, text: () => string): Promise<void>;
  /** One line that is written over until it is cleared; nothing where no terminal watches. */
  progress(text: string): Promise<void>;
  clearProgress(): Promise<void>;
}

/** Moves to the start of the line and clears it (ECMA-48 EL). */
const CLEAR_LINE = '\r\u001b[2K';

export function createTerminal(io: Pick<CliIo, 'stdout' | 'stderr' | 'env'>, options: TerminalOptions): Terminal {
  const { json, quiet, color } = options;
  const palette = (sink: TextSink): Palette =>
    wantsColor({ flag: color, env: io.env, isTty: sink.isTTY === true }) ? 'colored' : 'plain';
  const watched = io.stderr.isTTY === true && !quiet && !json;
  let progressShown = false;
  const clearProgress = async () => {
    if (!progressShown) return;
    progressShown = false;
    await write(io.stderr, CLEAR_LINE);
  };
  const say = async (text: string) => {
    await clearProgress();
    await write(io.stderr, `${text}\n`);
  };
  return {
    json,
    watched,
    event: async (document, text) => {
      const line = json ? cleanJsonLine(toWire(document)) : text?.();
      if (line === undefined) return;
      await clearProgress();
      await write(io.stdout, `${line}\n`);
    },
    style: styleOf(palette(io.stdout)),
    errorStyle: styleOf(palette(io.stderr)),
    errorPalette: palette(io.stderr),
    answer: async (document, text) => {
      await clearProgress();
      await write(io.stdout, `${json ? cleanJson(toWire(document)) : text()}\n`);
    },
    verbatim: async (document, text) => {
      await clearProgress();
      await write(io.stdout, `${json ? cleanJson(document) : text()}\n`);
    },
    document: async (document) => write(io.stdout, `${cleanJson(toWire(document))}\n`),
    note: async (text) => {
      if (!quiet && !json) await say(text);
    },
    warn: async (text) => {
      if (!json) await say(text);
    },
    failure: async (document, text) => say(json ? cleanJson(toWire(document)) : text()),
    progress: async (text) => {
      if (!watched) return;
      progressShown = true;
      // What went on in the next line could not be written over.
      await write(io.stderr, `${CLEAR_LINE}${oneLine(text, io.stderr.columns ?? 80)}`);
    },
    clearProgress,
  };
}

/** Waits until the text is out. A reader that has gone away (`| head`) has what it wanted: no error. */
export function write(sink: TextSink, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
      else resolve();
    });
  });
}
