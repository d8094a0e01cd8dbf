import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import type { SuiteSettings } from './suite.ts';

/** The extension under test, as VS Code sees it. */
export interface ExtensionModule {
  activate(context: vscode.ExtensionContext): unknown;
  deactivate?(): unknown;
}

/** Where the suites play: the extension under test, and a real context of the host to hand to it. */
export interface Stage {
  readonly settings: SuiteSettings;
  readonly context: vscode.ExtensionContext;
  /** Loads the bundle anew, as VS Code does once in each window. */
  load(): ExtensionModule;
}

export async function findStage(settings: SuiteSettings): Promise<Stage> {
  const carrier = vscode.extensions.getExtension<{ context: vscode.ExtensionContext }>(settings.carrier);
  if (carrier === undefined) throw new Error(`VS Code does not know the extension ${settings.carrier}.`);
  const { context } = await carrier.activate();
  return { settings, context, load: () => load(settings.bundle) };
}

function load(bundle: string): ExtensionModule {
  const require = createRequire(__filename);
  require.cache[bundle] = undefined;
  Reflect.deleteProperty(require.cache, bundle);
  return require(bundle) as ExtensionModule;
}

/** What a test may put in the place of a part of the context. */
export type ContextParts = Partial<Pick<vscode.ExtensionContext, 'secrets' | 'globalState' | 'globalStorageUri'>>;

/** A context as at the start of a window: nothing is registered in it yet. */
export function freshContext(context: vscode.ExtensionContext, parts: ContextParts = {}): vscode.ExtensionContext {
  const own = { subscriptions: [] as vscode.Disposable[], ...parts };
  const members = Object.entries(own).map(([name, value]) => [name, { value, enumerable: true }] as const);
  return Object.create(context, Object.fromEntries(members)) as vscode.ExtensionContext;
}

/** What VS Code does with an extension when its window closes. */
export async function deactivate(module: ExtensionModule, context: vscode.ExtensionContext): Promise<void> {
  await module.deactivate?.();
  for (const subscription of context.subscriptions.splice(0).reverse()) subscription.dispose();
}
