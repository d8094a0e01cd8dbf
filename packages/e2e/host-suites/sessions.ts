import { Secret } from '@wicketgate/core';
import * as vscode from 'vscode';
import { formatSession, secretNameOf } from '../../vscode-kit/src/rules/session-record.ts';

export interface SignedIn {
  /** The id of the gate. */
  readonly id: string;
  /** Of the gateway. */
  readonly url: string;
  readonly apiKey: string;
}

/** Puts a session where a gate finds it, as an earlier window has left it. */
export async function storeSession(context: vscode.ExtensionContext, { id, url, apiKey }: SignedIn): Promise<void> {
  const place = { account: 'default', origin: new URL(url).origin };
  const session = { ...place, changedAt: Date.now(), apiKey: new Secret(apiKey) };
  await context.secrets.store(secretNameOf({ id, ...place }), formatSession(session));
}

/** Forgets everything that gates keep. */
export async function forgetSessions({ secrets, globalStorageUri }: vscode.ExtensionContext): Promise<void> {
  for (const name of await secrets.keys()) await secrets.delete(name);
  await vscode.workspace.fs.delete(globalStorageUri, { recursive: true }).then(undefined, () => undefined);
}

/** Waits; the limit is the test's own. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise<void>((resolve) => setTimeout(resolve, 10));
}
