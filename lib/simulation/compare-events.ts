import type { CallEvent, PlayedCall } from "./call-record";
import type { Findings } from "./findings";

const nameOf = ({ eventId, body }: CallEvent) => `${eventId} ${body}`;

/** Compares the events that were acknowledged with those that the call got: each exactly once, in their order. */
export function compareEvents(call: PlayedCall, findings: Findings): void {
  const posted = call.acknowledged.map(nameOf);
  const received = call.received.map(nameOf);
  const lostBefore = findings.lost;
  for (const event of posted) {
    const times = received.filter((other) => other === event).length;
    if (times === 0) findings.lose(`An event of ${call.id} was answered with 201 and never arrived.`);
    for (let n = 1; n < times; n++) findings.double(`An event of ${call.id} arrived more than once.`);
  }
  for (const event of new Set(received)) {
    if (!posted.includes(event))
      findings.double(`An event of ${call.id} arrived that was never acknowledged.`);
  }
  const arrived = posted.filter((event) => received.includes(event));
  const inOrder = [...new Set(received)].filter((event) => posted.includes(event));
  const numbers = call.received.map(({ seq }) => seq);
  const rising = numbers.every((seq, n) => n === 0 || seq > (numbers[n - 1] ?? 0));
  if (arrived.some((event, n) => event !== inOrder[n]) || !rising) {
    findings.lose(`The events of ${call.id} arrived in another order.`);
  }
  if (call.unposted) findings.lose(`The payment of ${call.id} could not be told: ${call.unposted}.`);
  else if (call.unpaid && findings.lost === lostBefore) {
    findings.lose(`The payment result of ${call.id} did not come in time.`);
  }
}
