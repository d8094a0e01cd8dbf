/** What access tokens may be for: the API, and its MCP endpoint. */
export function audiencesOf(publicUrl: string): readonly [api: string, mcp: string] {
  return [publicUrl, `${publicUrl}/mcp`];
}

/** The audience that a `resource` names (RFC 8707 section 2); without one the API. Undefined: somebody else's resource. */
export function audienceOf(resource: string | undefined, publicUrl: string): string | undefined {
  const [api, mcp] = audiencesOf(publicUrl);
  if (resource === undefined || resource === api || resource === `${api}/`) return api;
  return resource === mcp ? mcp : undefined;
}
