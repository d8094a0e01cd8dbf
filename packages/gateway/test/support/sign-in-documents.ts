/** A provider as the sign-in file writes it, with what must be there; give what matters. */
export function providerText(members: Record<string, unknown> = {}) {
  return {
    id: 'corp',
    name: 'Company',
    issuer: 'https://login.example.com',
    client_id: 'wicketgate',
    rules: [{ groups: ['developers'] }],
    ...members,
  };
}

/** A federation rule as the sign-in file writes it, with what must be there; give what matters. */
export function federationText(members: Record<string, unknown> = {}) {
  return {
    name: 'ci',
    issuer: 'https://token.actions.example.com',
    audience: 'https://gate.example.com',
    claims: { repository: 'example/app' },
    ...members,
  };
}
