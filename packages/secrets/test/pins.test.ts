import { describe, expect, it } from 'vitest';
import * as index from '../src/index.ts';
import * as node from '../src/node.ts';

// Red here means: decide. A name that goes breaks somebody; a name that comes must be wanted by somebody.
describe('public names', () => {
  it('of @wicketgate/secrets', () => {
    expect(Object.keys(index).sort()).toEqual([
      'BUILTIN_SPECS',
      'SECRETS_ERROR_CODES',
      'SecretManager',
      'SecretsError',
      'checkSecretName',
      'checkSecretValue',
      'checkVariableName',
      'createDefaultSource',
      'createEnvelope',
      'createEnvironmentSource',
      'createExplicitSource',
      'findDotenvDoubts',
      'fitsPattern',
      'formatDotenv',
      'parseDotenv',
      'projectPowers',
      'projectSpecs',
      'reencrypt',
    ]);
  });

  it('of @wicketgate/secrets/node', () => {
    expect(Object.keys(node).sort()).toEqual([
      'PROJECT_FILE_NAME',
      'createAllowedProjects',
      'createCommandSource',
      'createDotenvSource',
      'createFileTokenStore',
      'createKeyring',
      'createKeyringSource',
      'createKeyringTokenStore',
      'createPlainTokenStore',
      'createProgramRunner',
      'createSecretFile',
      'editDotenvFile',
      'importFernet',
      'readProjectFile',
      'startFailureCode',
      'writeDotenvReferences',
    ]);
  });

  it('of the error codes', () => {
    expect(index.SECRETS_ERROR_CODES).toEqual([
      'missing_secret',
      'invalid_name',
      'invalid_value',
      'invalid_spec',
      'invalid_import',
      'not_writable',
      'no_wrapping_key',
      'wrong_key',
      'too_many_attempts',
      'corrupt_file',
      'unsupported_version',
      'rolled_back',
      'file_exists',
      'unwritable_file',
      'changed_meanwhile',
      'no_file',
      'no_backup',
      'keyring_unavailable',
      'keyring_locked',
      'keyring_timeout',
      'keyring_failed',
      'command_failed',
      'not_allowed',
      'undecryptable',
      'unknown_key_id',
      'not_ignored',
      'program_failed',
    ]);
  });

  it('of the classes', () => {
    const members = (constructor: { prototype: object }) => Object.getOwnPropertyNames(constructor.prototype).sort();
    expect(members(index.SecretManager)).toEqual([
      'check',
      'constructor',
      'delete',
      'explain',
      'find',
      'get',
      'list',
      'probe',
      'require',
      'run',
      'set',
    ]);
    expect(members(index.SecretsError)).toEqual(['constructor']);
    expect(index.SecretsError).toHaveProperty('isInstance');
  });

  it('of the built-in secrets and of the file of a project', () => {
    expect(index.BUILTIN_SPECS.flatMap(({ name, aliases }) => [name, ...aliases])).toEqual([
      'LAMBDA_API_KEY',
      'LAMBDA_LABS_API_KEY',
      'LAMBDALABS_API_KEY',
      'GITHUB_TOKEN',
      'GH_FINE_GRAINED_TOKEN',
      'GH_CLASSIC_PAT_TOKEN',
      'GITHUB_PAT',
      'VERCEL_TOKEN',
      'OPENAI_API_KEY',
      'OPENAI_KEY',
      'OPEN_AI_API_KEY',
      'PORTKEY_API_KEY',
      'ANTHROPIC_API_KEY',
      'PINECONE_API_KEY',
      'WEAVIATE_API_KEY',
      'TAVILY_API_KEY',
      'BRAVE_API_KEY',
      'BRAVE_SEARCH_API_KEY',
      'OPENROUTER_API_KEY',
      'WICKETGATE_API_KEY',
    ]);
    expect(node.PROJECT_FILE_NAME).toBe('wicketgate.secrets.json');
  });
});
