// For Node alone: a real OpenID provider on a free port, and a browser without scripts that a test leads through pages.
export {
  type OpenIdPerson,
  type OpenIdProvider,
  type OpenIdProviderOptions,
  type ProviderClass,
  type ProviderInstance,
  startOpenIdProvider,
} from './openid/openid-provider.ts';
export { createScriptedBrowser, type ScriptedBrowser, type Submission } from './openid/scripted-browser.ts';
export { readWebPage, type WebForm, type WebPage } from './openid/web-page.ts';
