import type { CallEvent, PlayedCall } from "./call-record";
import type { VerificationReport } from "./report";

const eventKey = ({ eventId, body }: CallEvent) => `${eventId} ${body}`;

/** Checks that the call received each acknowledged event exactly once and in order. */
export function compareEvents(call: PlayedCall, findings: VerificationReport): void {
  const posted = call.acknowledged.map(eventKey);
  const received = call.received.map(eventKey);
  const lostBefore = findings.lost;
  for (const event of posted) {
    const times = received.filter((other) => other === event).length;
    if (times === 0)
      findings.addMissing(`An event of ${call.id} was acknowledged with 201 but never arrived.`);
    for (let n = 1; n < times; n++) findings.addDuplicate(`An event of ${call.id} arrived more than once.`);
  }
  for (const event of new Set(received)) {
    if (!posted.includes(event))
      findings.addDuplicate(`An event of ${call.id} arrived that was never acknowledged.`);
  }
  const arrived = posted.filter((event) => received.includes(event));
  const inOrder = [...new Set(received)].filter((event) => posted.includes(event));
  const numbers = call.received.map(({ seq }) => seq);
  const ascending = numbers.every((seq, n) => n === 0 || seq > (numbers[n - 1] ?? 0));
  if (arrived.some((event, n) => event !== inOrder[n]) || !ascending) {
    findings.addMissing(`The events of ${call.id} arrived out of order.`);
  }
  if (call.postError)
    findings.addMissing(`The payment result of ${call.id} could not be posted: ${call.postError}.`);
  else if (call.paymentTimedOut && findings.lost === lostBefore) {
    findings.addMissing(`The payment result of ${call.id} did not arrive in time.`);
  }
}
