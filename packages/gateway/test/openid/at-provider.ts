import type { Clock } from '@wicketgate/core';
import type { FakeClock } from '@wicketgate/testing';
import type { ScriptedBrowser, WebPage } from '@wicketgate/testing/openid';

/** A real provider answers in real time: the pauses before it is believed pass at once, and longer limits never. */
export function withoutPauses(clock: FakeClock): Clock {
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => (ms <= 2_000 ? Promise.resolve() : clock.sleep(ms, signal)),
  };
}

/** From the gateway's page that offers the provider to the provider's own. */
export function leaveForProvider(browser: ScriptedBrowser, details: WebPage): Promise<WebPage> {
  return browser.press(details, 'Sign in with Acme');
}

/** From the provider's page back to the gateway's. */
export async function signInAtProvider(browser: ScriptedBrowser, atProvider: WebPage, login: string): Promise<WebPage> {
  const consent = await browser.press(atProvider, 'Sign-in', { fields: { login, password: 'any' } });
  return browser.press(consent, 'Continue');
}
