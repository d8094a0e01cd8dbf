import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/rules/child-environment.ts';

const secrets = (values: Record<string, string>) =>
  new Map(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
const environment = (env: Record<string, string>, values: Record<string, string>, platform = 'linux') =>
  childEnvironment({ env, secrets: secrets(values), platform });

describe('The environment of a program with secrets', () => {
  it('is the caller’s, with the secrets over what was there', () => {
    expect(environment({ PATH: '/bin', TOKEN: 'old', token: 'mine' }, { TOKEN: 'new', KEY: 'k' })).toEqual({
      PATH: '/bin',
      TOKEN: 'new',
      token: 'mine',
      KEY: 'k',
    });
  });

  it('has a name once on Windows, however it is spelled', () => {
    expect(environment({ Path: 'C:\\', Token: 'old' }, { TOKEN: 'new' }, 'win32')).toEqual({
      Path: 'C:\\',
      TOKEN: 'new',
    });
  });

  it.each([
    'WICKETGATE_MASTER_KEY',
    'WICKETGATE_AGE_IDENTITY_FILE',
    'WICKETGATE_PASSPHRASE_FILE',
    'wicketgate_master_key',
  ])('lacks %s, which opens our own files, also when a project calls it its secret', (name) => {
    expect(environment({ [name]: 'key', WICKETGATE_URL: 'u' }, {})).toEqual({ WICKETGATE_URL: 'u' });
    expect(() => environment({}, { [name]: 'key' })).toThrow(
      expect.objectContaining({ code: 'invalid_name', secretName: name }),
    );
  });

  it.each([
    'PATH',
    'Path',
    'LD_PRELOAD',
    'LD_LIBRARY_PATH',
    'DYLD_INSERT_LIBRARIES',
    'NODE_OPTIONS',
    'npm_config_script_shell',
    'BASH_ENV',
    'PYTHONSTARTUP',
    'PERL5OPT',
    'RUBYOPT',
    'JAVA_TOOL_OPTIONS',
    'JDK_JAVA_OPTIONS',
    '_JAVA_OPTIONS',
    'GIT_SSH_COMMAND',
    'GIT_CONFIG_COUNT',
    'HOME',
    'GCONV_PATH',
    'OPENSSL_CONF',
    'PS4',
    'PYTHONWARNINGS',
    'PERL5DB',
    'DOTNET_STARTUP_HOOKS',
    'CORECLR_PROFILER_PATH',
    'MAKEFLAGS',
    'GOFLAGS',
    'LESSOPEN',
    'XDG_CONFIG_HOME',
  ])('takes no secret called %s: it decides which code is run', (name) => {
    expect(() => environment({}, { [name]: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalid_name', secretName: name }),
    );
  });

  it.each([
    'NODE_EXTRA_CA_CERTS',
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'SSL_CERT_FILE',
    'CURL_CA_BUNDLE',
    'GIT_SSL_NO_VERIFY',
  ])('takes no secret called %s: it decides whom programs trust', (name) => {
    expect(() => environment({}, { [name]: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalid_name', secretName: name }),
    );
  });

  it.each(['GITHUB_TOKEN', 'NODE_AUTH_TOKEN', 'NPM_TOKEN', 'GIT_TOKEN', 'LDAP_PASSWORD', 'PATH_TOKEN', 'ENV_KEY'])(
    'takes a secret called %s',
    (name) => {
      expect(environment({}, { [name]: 'x' })).toEqual({ [name]: 'x' });
    },
  );

  it('takes no value with NUL, and does not repeat it', () => {
    expect(() => environment({}, { KEY: 'se\0cret' })).toThrow(
      expect.objectContaining({ code: 'invalid_value', message: expect.not.stringContaining('cret') as string }),
    );
  });
});
