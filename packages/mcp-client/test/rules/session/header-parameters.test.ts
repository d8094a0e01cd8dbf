import { describe, expect, it } from 'vitest';
import { headerParameters, parameterHeaders } from '../../../src/rules/session/header-parameters.ts';

const object = (properties: Record<string, unknown>) => ({ type: 'object', properties });
const region = { type: 'string', 'x-mcp-header': 'Region' };

describe('headerParameters', () => {
  it('finds declarations at any depth of properties', () => {
    expect(
      headerParameters(object({ region, target: object({ zone: { type: 'integer', 'x-mcp-header': 'Zone' } }) })),
    ).toEqual([
      { path: ['region'], header: 'Mcp-Param-Region' },
      { path: ['target', 'zone'], header: 'Mcp-Param-Zone' },
    ]);
  });

  it('finds none where there are none', () => {
    expect(headerParameters(object({ region: { type: 'string' } }))).toEqual([]);
    expect(headerParameters(undefined)).toEqual([]);
    expect(headerParameters(null)).toEqual([]);
  });

  it.each([
    ['an empty name', object({ region: { ...region, 'x-mcp-header': '' } })],
    ['a name with a line end', object({ region: { ...region, 'x-mcp-header': 'A\r\nB' } })],
    ['a name with a space', object({ region: { ...region, 'x-mcp-header': 'My Region' } })],
    ['a name that is no text', object({ region: { ...region, 'x-mcp-header': 7 } })],
    ['a number', object({ region: { ...region, type: 'number' } })],
    ['an object', object({ region: { ...region, type: 'object' } })],
    ['no type', object({ region: { 'x-mcp-header': 'Region' } })],
    ['one header twice', object({ region, other: { ...region, 'x-mcp-header': 'REGION' } })],
    ['the schema itself', { ...object({}), 'x-mcp-header': 'All' }],
    ['entries of a list', object({ regions: { type: 'array', items: region } })],
    ['an alternative', object({ target: { anyOf: [object({ region })] } })],
    ['a definition', { ...object({}), $defs: { region } }],
  ])('refuses %s', (_, schema) => {
    expect(headerParameters(schema)).toEqual(expect.stringContaining('x-mcp-header'));
  });
});

describe('parameterHeaders', () => {
  const parameters = [
    { path: ['region'], header: 'Mcp-Param-Region' },
    { path: ['target', 'zone'], header: 'Mcp-Param-Zone' },
  ];

  it('repeats arguments as texts', () => {
    expect(parameterHeaders(parameters, { region: 'eu west', target: { zone: 3 } })).toEqual({
      ...{ 'Mcp-Param-Region': 'eu west', 'Mcp-Param-Zone': '3' },
    });
    expect(parameterHeaders(parameters, { region: false })).toEqual({ 'Mcp-Param-Region': 'false' });
  });

  it('leaves out what is absent, null or no single value', () => {
    expect(parameterHeaders(parameters, { region: null, target: 'x' })).toEqual({});
    expect(parameterHeaders(parameters, { region: ['a'], target: { zone: 0.5 } })).toEqual({});
  });

  it.each([
    ['Zürich', '=?base64?WsO8cmljaA==?='],
    [' eu', '=?base64?IGV1?='],
    ['', '=?base64??='],
    ['a\r\nb', '=?base64?YQ0KYg==?='],
    ['=?base64?eA==?=', '=?base64?PT9iYXNlNjQ/ZUE9PT89?='],
  ])('encodes %j, which is no plain field value', (region_, header) => {
    expect(parameterHeaders(parameters, { region: region_ })).toEqual({ 'Mcp-Param-Region': header });
  });
});
