import { expect, it } from 'vitest';
import * as main from '../src/index.ts';
import * as node from '../src/node.ts';

it('exports these names and no others', () => {
  expect(Object.keys(main).sort()).toEqual(['createGateway', 'parseConfig']);
  expect(Object.keys(node).sort()).toEqual([
    'ServiceKeysError',
    'ServiceKeysMismatch',
    'SignInFileError',
    'StartError',
    'StorageError',
    'parseConfig',
    'startNodeGateway',
  ]);
});
