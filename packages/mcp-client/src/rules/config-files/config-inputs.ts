import type { ConfigInput } from '../../words/server-config.ts';
import { itemsOf, type JsonPlace, memberOf, textOf } from './json-text.ts';

/** What a file wants to be asked (VS Code's `inputs`: `promptString` and `pickString`). What has no id is passed over. */
export function readInputs(root: JsonPlace): readonly ConfigInput[] {
  const list = memberOf(root, 'inputs');
  return (list === undefined ? undefined : itemsOf(list))?.flatMap(readInput) ?? [];
}

function readInput(place: JsonPlace): readonly ConfigInput[] {
  const text = (name: string) => {
    const member = memberOf(place, name);
    return member === undefined ? undefined : textOf(member);
  };
  const id = text('id');
  if (id === undefined || id === '') return [];
  const isPick = text('type') === 'pickString';
  const isSecret = !isPick && (memberOf(place, 'password')?.node.value as unknown) === true;
  return [{ id, description: text('description') ?? id, isSecret, options: isPick ? optionsOf(place) : undefined }];
}

/** VS Code takes texts, or objects with a label and a value. */
function optionsOf(place: JsonPlace): readonly string[] {
  const options = memberOf(place, 'options');
  const items = (options === undefined ? undefined : itemsOf(options)) ?? [];
  return items.flatMap((item) => {
    const value = textOf(memberOf(item, 'value') ?? item);
    return value === undefined ? [] : [value];
  });
}
