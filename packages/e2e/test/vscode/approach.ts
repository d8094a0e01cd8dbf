import type { Person } from '../../src/sign-in/person.ts';
import { PROVIDER_NAME } from '../../src/sign-in/sign-in-place.ts';
import type { GateWindow } from '../../src/vscode/gate-window.ts';
import { openedPage } from '../../src/vscode/opened-page.ts';

/** A window that shows a code, and the person who types it at the gateway. */
export interface Approach {
  readonly window: GateWindow;
  readonly person: Person;
  /** Of the gateway, as the window knows it. */
  readonly url: string;
}

/** The person opens the page of the gateway, and types the code that the window shows. */
export async function approach({ window: { workbench }, person, url }: Approach, code: string): Promise<void> {
  await workbench.pressInDialog('Open Page');
  await (await openedPage(workbench, `${url}/activate`)).close();
  await person.open(`${url}/activate`);
  await person.enterCode(code);
}

/** From the page that offers the provider to the end. Nobody remembers the person there. */
export async function allowAs(person: Person, login: string): Promise<void> {
  await person.press(`Sign in with ${PROVIDER_NAME}`);
  await person.signInAtProvider(login);
  await person.press('Allow');
}

/** The whole way, from the command "Sign In" until the person has allowed it. */
export async function signInWithCode(way: Approach, login: string): Promise<void> {
  await way.person.forgetCookies();
  await approach(way, await way.window.beginWithCode());
  await allowAs(way.person, login);
  await way.window.workbench.focus();
}
