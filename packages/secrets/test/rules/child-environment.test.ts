import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { childEnvironment, inheritedSecrets } from '../../src/rules/child-environment.ts';

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
    'YARN_YARN_PATH',
    'PYTEST_PLUGINS',
    'PYTEST_ADDOPTS',
    'BUN_OPTIONS',
    'RUBYGEMS_GEMDEPS',
    'ERL_FLAGS',
    'ERL_AFLAGS',
    'ERL_LIBS',
    'R_PROFILE_USER',
    'PERL5SHELL',
    'VIMINIT',
    'TF_CLI_CONFIG_FILE',
    'GTK_MODULES',
    'GIO_EXTRA_MODULES',
    'CARGO_BUILD_RUSTC_WRAPPER',
    'CARGO_HOME',
    'JAVA_HOME',
    'KUBECONFIG',
    'AWS_CONFIG_FILE',
    'DOCKER_CONFIG',
    'PIP_CONFIG_FILE',
    'GIT_INDEX_FILE',
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
    'SSLKEYLOGFILE',
  ])('takes no secret called %s: it decides whom programs trust', (name) => {
    expect(() => environment({}, { [name]: 'x' })).toThrow(
      expect.objectContaining({ code: 'invalid_name', secretName: name }),
    );
  });

  it.each([
    'GITHUB_TOKEN',
    'NODE_AUTH_TOKEN',
    'NPM_TOKEN',
    'GIT_TOKEN',
    'LDAP_PASSWORD',
    'PATH_TOKEN',
    'ENV_KEY',
    'OPENAI_BASE_URL',
    'HTTPS_PROXY',
  ])('takes a secret called %s', (name) => {
    expect(environment({}, { [name]: 'x' })).toEqual({ [name]: 'x' });
  });

  it('takes no value with NUL, and does not repeat it', () => {
    expect(() => environment({}, { KEY: 'se\0cret' })).toThrow(
      expect.objectContaining({ code: 'invalid_value', message: expect.not.stringContaining('cret') as string }),
    );
  });
});

describe('What a program inherits of known secrets', () => {
  const inherited = (child: Record<string, string>, platform = 'linux') => {
    const found = inheritedSecrets(child, {
      secrets: secrets({ GIVEN: 'g' }),
      known: ['GIVEN', 'TOKEN', 'OLD_TOKEN'],
      platform,
    });
    return Object.fromEntries([...found].map(([name, secret]) => [name, secret.reveal()]));
  };

  it('is what stands under their names and aliases, and was not given', () => {
    expect(inherited({ GIVEN: 'g', TOKEN: 't', OLD_TOKEN: 'o', OTHER: 'x' })).toEqual({ TOKEN: 't', OLD_TOKEN: 'o' });
  });

  it('is no blank, and no reference', () => {
    expect(inherited({ TOKEN: ' ', OLD_TOKEN: 'wicketgate:TOKEN' })).toEqual({});
  });

  it('is found on Windows however it is spelled', () => {
    expect(inherited({ Token: 't' }, 'win32')).toEqual({ Token: 't' });
    expect(inherited({ Token: 't' })).toEqual({});
  });
});
