import { CLIENT_IDS } from '@wicketgate/contract';
import type { PollReport, SignInTokens } from '@wicketgate/core/auth';
import type { Browser } from '../adapters/browser.ts';
import { pageOfSignIn } from '../rules/browser-command.ts';
import { type QrLook, qrText } from '../rules/views/qr-view.ts';
import { codeText, type TypedCode } from '../rules/views/sign-in-view.ts';
import type { Context } from './context.ts';
import { countingDown } from './counting-down.ts';

export interface DeviceOptions {
  readonly qr: QrLook;
  /** What opens the page here as well; undefined: nothing does. */
  readonly browser: Browser | undefined;
}

/** Signs in with a code that a person types on any device (RFC 8628). */
export async function signInByDevice(context: Context, { qr, browser }: DeviceOptions): Promise<SignInTokens> {
  const { io, terminal } = context;
  const { createDeviceLogin } = await import('@wicketgate/core/auth');
  const { signInOptions } = await context.connection();
  const login = createDeviceLogin({ ...signInOptions, clientId: CLIENT_IDS.cli });
  const code = await login.start(io.signal);
  await showCode(context, code, qr);
  const page = pageOfSignIn(code.verificationUri);
  if (page !== undefined) await browser?.open(page);
  let state: PollReport['outcome'] = 'pending';
  const what = () =>
    state === 'unreachable'
      ? 'The gateway does not answer; still waiting for your approval'
      : 'Waiting for your approval';
  const onPoll = ({ outcome }: PollReport) => {
    state = outcome;
  };
  const waiting = login.wait(code, { signal: io.signal, onPoll });
  return countingDown({ io, terminal }, { endsAt: code.expiresAt, what }, waiting);
}

/** On stderr for people, also with `--quiet`: without it nobody could sign in. The QR code is for a terminal alone. */
export async function showCode({ io, terminal }: Context, code: TypedCode, look: QrLook): Promise<void> {
  const { userCode, verificationUri, verificationUriComplete, expiresAt } = code;
  await terminal.event({
    event: 'code',
    userCode,
    verificationUri,
    ...(verificationUriComplete !== undefined && { verificationUriComplete }),
    expiresAt: new Date(expiresAt).toISOString(),
  });
  const { errorStyle, errorPalette: palette } = terminal;
  const columns = io.stderr.columns ?? 80;
  const qr = io.stderr.isTTY
    ? qrText(verificationUriComplete ?? verificationUri, { look, palette, columns })
    : undefined;
  await terminal.warn(codeText(code, { style: errorStyle, qr }));
}
