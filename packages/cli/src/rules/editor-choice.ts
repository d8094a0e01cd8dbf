import type { Editor, FoundEditor } from '../words/editors.ts';

/** Which editor gets the extension, or why that is not clear. */
export type EditorChoice =
  | { readonly ok: true; readonly editor: FoundEditor }
  | { readonly ok: false; readonly why: 'none' }
  | { readonly ok: false; readonly why: 'several'; readonly names: readonly Editor[] };

/** The editor that was named, or the only one there is. Several are never chosen among. */
export function chooseEditor(found: readonly FoundEditor[], wanted: Editor | undefined): EditorChoice {
  const fitting = wanted === undefined ? found : found.filter(({ name }) => name === wanted);
  const [editor, ...others] = fitting;
  if (editor === undefined) return { ok: false, why: 'none' };
  return others.length === 0
    ? { ok: true, editor }
    : { ok: false, why: 'several', names: fitting.map(({ name }) => name) };
}
