import { Validator } from '@seriousme/openapi-schema-validator';
import { endpointList, ERROR_CODES, ERRORS, errorsOf, OAUTH_ERRORS, oauthEndpointList } from '@wicketgate/contract';
import { openApiDocument } from '@wicketgate/contract/openapi';
import { describe, expect, it } from 'vitest';
import { NAMED_SCHEMAS, schemaRef, type SchemaName } from '../src/openapi/components.ts';
import { MEMBER_DESCRIPTIONS, QUERY_DESCRIPTIONS } from '../src/openapi/descriptions.ts';
import { EXAMPLES } from '../src/openapi/examples.ts';

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string }[];
  readonly requestBody?: { readonly required: boolean; readonly content: object };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly headers: object; readonly content: object }>
  >;
}

const document = openApiDocument({ version: '1.2.3', url: 'https://gateway.example.com/gate' });
const EITHER = [{ apiKey: [] }, { accessToken: [] }];
const operationAt = (path: string, method: string) => document.paths[path]?.[method.toLowerCase()] as Operation;

describe('the OpenAPI document', () => {
  it('is valid by the schema of OpenAPI 3.1', async () => {
    const validator = new Validator();
    const result = await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('has references that all lead somewhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(100);
    for (const reference of new Set(references)) {
      const [, , part = '', name = ''] = reference?.split('/') ?? [];
      expect(document.components[part as 'schemas'][name], reference).toBeDefined();
    }
  });

  it('says what it is, which version, where, and under which licence', () => {
    expect(document.openapi).toBe('3.1.1');
    expect(document.info).toMatchObject({ title: 'Wicketgate', version: '1.2.3', license: { identifier: 'MIT' } });
    expect(document.servers).toEqual([{ url: 'https://gateway.example.com/gate' }]);
    expect(openApiDocument({ version: '1.2.3' })).not.toHaveProperty('servers');
  });

  it('has every endpoint of both tables and nothing else', () => {
    const lines = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const tables = [...endpointList, ...oauthEndpointList];
    expect(lines.sort()).toEqual(tables.map(({ method, path }) => `${method} ${path}`).sort());
  });

  for (const endpoint of endpointList) {
    const operation = operationAt(endpoint.path, endpoint.method);

    it(`describes ${endpoint.name}: who may call, what it takes, how it answers and refuses`, () => {
      expect(operation.operationId).toBe(endpoint.name);
      expect(operation.security).toEqual(endpoint.access === 'public' ? [] : EITHER);
      expect(operation.requestBody !== undefined).toBe(endpoint.body !== undefined);
      for (const code of errorsOf(endpoint)) {
        const refusal = operation.responses[ERRORS[code].status];
        expect(refusal?.description).toContain(`\`${code}\`: ${ERRORS[code].title}`);
        expect(refusal?.content).toHaveProperty(['application/problem+json']);
      }
      for (const [status, { description }] of Object.entries(operation.responses)) {
        const codes = ERROR_CODES.filter((code) => description.includes(`\`${code}\``));
        expect(codes.every((code) => ERRORS[code].status === Number(status))).toBe(true);
      }
      const answer = operation.responses[endpoint.status];
      expect(answer?.headers).toHaveProperty('X-Request-Id');
      for (const name of ['RateLimit', 'RateLimit-Policy']) {
        expect(name in (answer?.headers ?? {})).toBe(endpoint.access !== 'public');
      }
    });
  }

  for (const endpoint of oauthEndpointList) {
    const operation = operationAt(endpoint.path, endpoint.method);

    it(`describes ${endpoint.name}: what it takes as a form and as JSON, how it answers and refuses`, () => {
      expect(operation.operationId).toBe(endpoint.name);
      expect(operation.security).toEqual(endpoint.access === 'public' ? [] : EITHER);
      const types = endpoint.body ? ['application/x-www-form-urlencoded', 'application/json'] : [];
      expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(types);
      const statuses = endpoint.errors.map((code) => OAUTH_ERRORS[code]);
      for (const code of endpoint.errors) {
        expect(operation.responses[OAUTH_ERRORS[code]]?.description).toContain(`\`${code}\``);
      }
      const throttled = endpoint.body ? [429] : [];
      const refused = endpoint.access === 'credential' ? [401] : [];
      const all = new Set([200, ...throttled, ...statuses, ...refused]);
      expect(Object.keys(operation.responses).map(Number)).toEqual([...all].sort((a, b) => a - b));
      for (const status of throttled) expect(operation.responses[status]?.headers).toHaveProperty('Retry-After');
    });
  }

  it('says how a token is got, below the address of the gateway', () => {
    const urlOf = (made: object) => /"authorizationUrl":"([^"]*)"/.exec(JSON.stringify(made))?.[1];
    expect(urlOf(document.components.securitySchemes)).toBe('https://gateway.example.com/gate/authorize');
    expect(urlOf(openApiDocument({ version: '1.2.3' }).components.securitySchemes)).toBe('/authorize');
  });

  it('refuses who shows no credential for introspection as everywhere else', () => {
    const refusal = operationAt('/api/v1/auth/introspect', 'POST').responses['401'];
    expect(refusal?.content).toHaveProperty(['application/problem+json']);
    expect(refusal?.headers).toHaveProperty('WWW-Authenticate');
  });

  it('names the headers that come with a refusal', () => {
    const { responses } = operationAt('/admin/api/keys', 'POST');
    expect(responses['401']?.headers).toHaveProperty('WWW-Authenticate');
    expect(responses['405']?.headers).toHaveProperty('Allow');
    expect(responses['429']?.headers).toHaveProperty('Retry-After');
    expect(responses['503']?.headers).toHaveProperty('Retry-After');
  });

  it('demands a body only where an empty object would not do', () => {
    expect(operationAt('/admin/api/keys', 'POST').requestBody?.required).toBe(true);
    expect(operationAt('/api/v1/auth/validate', 'POST').requestBody?.required).toBe(false);
  });

  it('shows that an unready gateway answers 503 with the body of readiness', () => {
    expect(operationAt('/ready', 'GET').responses['503']?.content).toHaveProperty(['application/json']);
    expect(operationAt('/health', 'GET').responses['503']?.content).not.toHaveProperty(['application/json']);
  });

  it('lists the parameters of a path and of a query', () => {
    const show = operationAt('/admin/api/keys/{id}', 'GET').parameters ?? [];
    expect(show.map((parameter) => [parameter.name, parameter.in])).toEqual([['id', 'path']]);
    const list = operationAt('/admin/api/keys', 'GET').parameters ?? [];
    const general = Object.keys(QUERY_DESCRIPTIONS).filter((name) => !name.includes('.'));
    expect(list.map(({ name }) => name).sort()).toEqual(general.sort());
    expect(list.every(({ description }) => description !== undefined)).toBe(true);
    const sessions = operationAt('/admin/api/sessions', 'GET').parameters ?? [];
    expect(sessions.map(({ name }) => name).sort()).toEqual(['client', 'cursor', 'limit', 'principal', 'status']);
    expect(sessions.find(({ name }) => name === 'status')?.description).toBe('Only sign-ins in this state.');
  });

  it('refuses unknown members of requests, and lets answers grow', () => {
    expect(document.components.schemas['CreateKeyRequest']).toMatchObject({ additionalProperties: false });
    expect(document.components.schemas['ValidateAnswer']).not.toHaveProperty('additionalProperties');
  });

  it('has examples that their schemas take', () => {
    for (const [name, example] of Object.entries(EXAMPLES)) {
      expect(NAMED_SCHEMAS[name as SchemaName].parse(example), name).toEqual(example);
      expect(document.components.schemas[name]).toMatchObject({ examples: [example] });
    }
  });

  it('describes every member', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, object>> };
      const silent = Object.entries(properties).filter(([, member]) => !('description' in member));
      expect(silent.map(([member]) => `${name}.${member}`)).toEqual([]);
    }
  });

  it('describes no member that does not exist', () => {
    const members = new Set<string>();
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      for (const member of Object.keys((schema as { properties?: object }).properties ?? {})) {
        members.add(member).add(`${name}.${member}`);
      }
    }
    expect(Object.keys(MEMBER_DESCRIPTIONS).filter((name) => !members.has(name))).toEqual([]);
  });

  it('refuses to be made of a schema without a name', () => {
    const [{ params } = {}] = endpointList.filter((endpoint) => endpoint.params !== undefined);
    if (!params) expect.fail('No endpoint has parameters.');
    expect(() => schemaRef(params)).toThrow(TypeError);
  });

  it('holds no text that a secret scanner would take for a key', () => {
    expect(JSON.stringify(document)).not.toMatch(
      /wg_(live|test)_[0-9A-Za-z]{48}|wg_(rt|dc|ac)_[0-9A-Za-z]{43}|eyJ[\w-]+\./,
    );
  });
});
