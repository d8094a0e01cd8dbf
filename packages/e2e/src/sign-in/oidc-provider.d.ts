declare module 'oidc-provider' {
  export const Provider: import('@wicketgate/testing/openid').ProviderClass;
}
