import type { Subscription } from './subscription.ts';

/** Where a setting has a value of its own. */
export type SettingScope = 'user' | 'workspace' | 'folder';

export interface SettingPlace {
  readonly scope: SettingScope;
  readonly value: unknown;
  /** The URI of the folder, with the scope `folder`. */
  readonly folder?: string;
}

/** The settings of VS Code, by their full names: `acme.url`. */
export interface Settings {
  /** The value of the user, of the machine, or the default: never that of a workspace, which a repository can carry. */
  trusted(name: string): unknown;
  /** Every place that has a value of its own. */
  places(name: string): readonly SettingPlace[];
  /** Takes the value away from a place. */
  remove(name: string, place: SettingPlace): Promise<void>;
  /** Writes the value of the user, or of the machine. */
  write(name: string, value: unknown): Promise<void>;
  /** Tells that one of the names may have another value. */
  onDidChange(names: readonly string[], listener: () => void): Subscription;
}
