import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Invocation, Run } from '../services/command.ts';
import type { Context, GlobalFlags } from '../services/context.ts';

/** Whoever starts a command: makes its context from the global flags, and keeps its exit code. */
export type Host = (flags: GlobalFlags, work: (context: Context) => Promise<number>) => Promise<void>;

/** A command's module, loaded when the command is run: help and completion load none. */
export type Load<Options> = () => Promise<{ run: Run<Options> }>;

/** Ties a declared command to what it does. The type of its options is what its declaration has promised. */
export function attach<Options>(command: Command, host: Host, load: Load<Options>): void {
  command.action(async function (this: Command) {
    const invocation: Invocation<Options> = { args: this.args, options: this.opts() as Options };
    await host(this.optsWithGlobals(), async (context) => (await load()).run(context, invocation));
  });
}

/** What a text becomes, or the sentence that says what it must be. */
export type ValueParse<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string };

/** An option whose text becomes a value, or is refused with a reason. */
export function parsed<Value>(flags: string, summary: string, parse: (text: string) => ValueParse<Value>): Option {
  return new Option(flags, summary).argParser<Value>((text) => {
    const result = parse(text);
    if (!result.ok) throw new InvalidArgumentError(result.problem);
    return result.value;
  });
}

/** A value that was found, or the sentence for one that was not. */
export function found<Value>(value: Value | undefined, problem: string): ValueParse<Value> {
  return value === undefined ? { ok: false, problem } : { ok: true, value };
}

/** An option that may come again and again; each occurrence adds to the list. */
export function repeated<Item>(
  flags: string,
  summary: string,
  parse: (text: string) => ValueParse<readonly Item[]>,
): Option {
  return new Option(flags, summary).argParser<readonly Item[] | undefined>((text, before) => {
    const result = parse(text);
    if (!result.ok) throw new InvalidArgumentError(result.problem);
    return [...(before ?? []), ...result.value];
  });
}

/** A whole number from `min` to `max`. */
export function wholeNumber(flags: string, summary: string, [min, max]: readonly [min: number, max: number]): Option {
  return parsed(flags, summary, (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    const fits = value >= min && value <= max;
    return found(fits ? value : undefined, `It must be a whole number from ${min} to ${max}.`);
  });
}

/** The examples at the end of a command's help, each with what it does. */
export function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, meaning]) => `  ${command.padEnd(width)}  ${meaning}`).join('\n')}`;
}
