import type { UnavailableVerdict, ValidVerdict, Verdict } from '@wicketgate/core';
import type { GateEvent, GraceVerdict } from '../words/gate-event.ts';

/** What a verdict means to a gate. `subject`: the one that the question was about when it was asked. */
export function eventOfVerdict(subject: number, verdict: Verdict): GateEvent {
  switch (verdict.status) {
    case 'valid':
      return eventOfValid(subject, verdict);
    case 'invalid':
      return { type: 'keyRefused', subject, verdict };
    case 'unavailable':
      return { type: 'gatewayUnavailable', subject, verdict };
  }
}

function eventOfValid(subject: number, verdict: ValidVerdict): GateEvent {
  if (hasGrace(verdict)) return { type: 'keyInGrace', subject, verdict };
  // Without an end it would be open for ever, and nobody would see that the gateway was not asked.
  if (verdict.via === 'receipt') return { type: 'gatewayUnavailable', subject, verdict: ENDLESS };
  return { type: 'keyAccepted', subject, verdict };
}

const ENDLESS: UnavailableVerdict = {
  status: 'unavailable',
  reason: 'offline',
  code: 'offline',
  message: 'The gateway was not asked, and the receipt does not say when it ends.',
  next: 'retry_later',
};

function hasGrace(verdict: ValidVerdict): verdict is GraceVerdict {
  return verdict.grace !== undefined;
}
