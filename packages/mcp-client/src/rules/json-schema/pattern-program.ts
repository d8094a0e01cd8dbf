import type { Place, Syntax } from './pattern-syntax.ts';

/** What is done next: on to the following one, or to several others at once. */
export type Instruction =
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'place'; readonly at: Place }
  | { readonly kind: 'fork'; readonly to: readonly number[] }
  | { readonly kind: 'found' };

/** Parts of one pattern, its repetitions written out. */
const MAX_PARTS = 2_000;

/** The instructions for a pattern, the last of which is `found`. Undefined for one of more than 2,000 parts. */
export function writeProgram(syntax: Syntax): readonly Instruction[] | undefined {
  const writer = new Writer();
  return writer.write(syntax) ? [...writer.program, { kind: 'found' }] : undefined;
}

class Writer {
  readonly program: Instruction[] = [];
  /** Parts may write nothing, and be repeated all the same. */
  #parts = 0;

  /** False when there are too many parts. */
  write(syntax: Syntax): boolean {
    if (++this.#parts > MAX_PARTS) return false;
    switch (syntax.kind) {
      case 'one':
      case 'place':
        this.program.push(syntax);
        return true;
      case 'sequence':
        return syntax.parts.every((part) => this.write(part));
      case 'choice':
        return this.#writeChoice(syntax.options);
      case 'repeat':
        return this.#writeRepeat(syntax);
    }
  }

  /** A fork to each option, and behind each a way to the end. */
  #writeChoice(options: readonly Syntax[]): boolean {
    const [only] = options;
    if (only !== undefined && options.length === 1) return this.write(only);
    const starts = this.#fork();
    const end: number[] = [];
    for (const option of options) {
      starts.push(this.program.length);
      if (!this.write(option)) return false;
      this.program.push({ kind: 'fork', to: end });
    }
    end.push(this.program.length);
    return true;
  }

  #writeRepeat({ part, min, max }: Extract<Syntax, { kind: 'repeat' }>): boolean {
    for (let time = 0; time < min; time++) if (!this.write(part)) return false;
    if (max === Infinity) return this.#writeLoop(part);
    const skips: number[][] = [];
    for (let time = min; time < max; time++) {
      const skip = this.#fork();
      skip.push(this.program.length);
      skips.push(skip);
      if (!this.write(part)) return false;
    }
    for (const skip of skips) skip.push(this.program.length);
    return true;
  }

  #writeLoop(part: Syntax): boolean {
    const start = this.program.length;
    const to = this.#fork();
    to.push(this.program.length);
    if (!this.write(part)) return false;
    this.program.push({ kind: 'fork', to: [start] });
    to.push(this.program.length);
    return true;
  }

  /** Where it leads is added to what this answers. */
  #fork(): number[] {
    const to: number[] = [];
    this.program.push({ kind: 'fork', to });
    return to;
  }
}
