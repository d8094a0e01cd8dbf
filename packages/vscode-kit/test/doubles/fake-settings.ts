import type { SettingPlace, Settings, SettingScope } from '../../src/ports/settings.ts';
import { createSignal } from './signal.ts';

export interface FakeSettings extends Settings {
  /** Sets or takes away a value behind the back of the gate, as a person does, and tells. `folder` names one of several. */
  set(name: string, value: unknown, at?: { readonly scope?: SettingScope; readonly folder?: string }): void;
  /** Makes the removal from a scope, or any write, fail or never end from now on; undefined heals it. */
  fail(what: SettingScope | 'write', how: Error | 'hang' | undefined): void;
  /** How many listeners there are. */
  readonly listeners: number;
}

/** Settings with their three scopes, in memory: values of the user, and defaults of those that are declared. */
export function createFakeSettings(
  initial: Readonly<Record<string, unknown>> = {},
  defaults: Readonly<Record<string, unknown>> = {},
): FakeSettings {
  const given = Object.entries(initial).map(([name, value]) => ({ name, place: { scope: 'user' as const, value } }));
  let entries: { readonly name: string; readonly place: SettingPlace }[] = given;
  const changed = createSignal<string>();
  const failures = new Map<SettingScope | 'write', Error | 'hang'>();
  const attempt = (what: SettingScope | 'write', work: () => void): Promise<void> => {
    const failure = failures.get(what);
    if (failure === 'hang') return new Promise(() => undefined);
    if (failure) return Promise.reject(failure);
    work();
    return Promise.resolve();
  };
  const isAt = (place: SettingPlace, { scope, folder }: Pick<SettingPlace, 'scope' | 'folder'>) =>
    place.scope === scope && place.folder === folder;

  const set: FakeSettings['set'] = (name, value, { scope = 'user', folder } = {}) => {
    const place: SettingPlace = { scope, value, ...(folder !== undefined && { folder }) };
    entries = entries.filter((entry) => !(entry.name === name && isAt(entry.place, place)));
    if (value !== undefined) entries.push({ name, place });
    changed.tell(name);
  };
  const places = (name: string) => entries.filter((entry) => entry.name === name).map(({ place }) => place);

  return {
    trusted: (name) => places(name).find(({ scope }) => scope === 'user')?.value ?? defaults[name],
    places,
    remove: (name, place) => attempt(place.scope, () => set(name, undefined, place)),
    write: (name, value) => attempt('write', () => set(name, value)),
    onDidChange: (names, listener) =>
      changed.listen((name) => {
        if (names.includes(name)) listener();
      }),
    set,
    fail: (what, how) => {
      if (how === undefined) failures.delete(what);
      else failures.set(what, how);
    },
    get listeners() {
      return changed.size;
    },
  };
}
