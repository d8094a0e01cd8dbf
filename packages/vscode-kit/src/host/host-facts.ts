import { env, type ExtensionContext, UIKind, version } from 'vscode';
import type { HostFacts } from '../rules/diagnostics.ts';

/** What the extension runs in. */
export function hostFacts({ extension }: ExtensionContext): HostFacts {
  const manifest = extension.packageJSON as { readonly version?: unknown };
  return {
    extension: { id: extension.id, version: String(manifest.version) },
    vscode: version,
    appName: env.appName,
    appHost: env.appHost,
    remoteName: env.remoteName,
    uiKind: env.uiKind === UIKind.Web ? 'web' : 'desktop',
    platform: process.platform,
    node: process.versions.node,
    language: env.language,
  };
}
