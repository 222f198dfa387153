import type { Exchange } from "../sample-data/dialogues";
import { type CallContext, mergeState, recordMetric } from "./call-context";
import { type PlayedCall, toTurn } from "./call-record";
import type { Script } from "./script";
import { waitForPayment } from "./wait-for-payment";

/** A fraction of the time it takes to speak, so that a call takes a few seconds. */
const MS_PER_CHARACTER = 7;

/**
 * Plays one call and records what the server acknowledges. When the simulation stops, the call ends at once, so that none
 * stays open. Never throws: `call.failure` says why a call failed.
 */
export async function playCall(call: PlayedCall, script: Script, context: CallContext): Promise<void> {
  try {
    await startCall(call, script, context);
    await playExchanges(call, script.opening, context);
    const paid = script.payment === undefined || (await waitForPayment(call, script.payment, context));
    await playExchanges(call, paid || !script.payment ? script.closing : [script.payment.late], context);
    if (script.handoff && !context.stop.aborted) await handOff(call, script.handoff, context);
    await context.runtime.end(call.id);
    call.ended = true;
    call.step = call.handoff ? "handed off" : "ended";
  } catch (error) {
    call.failure = error instanceof Error ? error.message : String(error);
    call.step = "failed";
  }
}

async function startCall(
  call: PlayedCall,
  { topic, ...script }: Script,
  { runtime, slots }: CallContext,
): Promise<void> {
  const phone = script.channel.startsWith("VOICE");
  await runtime.start({
    id: call.id,
    environment: call.environment,
    channel: script.channel,
    language: script.language,
    direction: "inbound",
    started_at: new Date().toISOString(),
    from_number: phone ? `+447700900${slots.digits?.slice(1)}` : "",
    to_number: phone ? "+441174960300" : "",
    variant_id: script.variant.id,
    variant_name: script.variant.name,
  });
  call.started = true;
  await recordMetric(call, "TOPIC", topic, runtime);
  await mergeState(
    call,
    { language: script.language, caller: { name: slots.name, reference: slots.code } },
    runtime,
  );
}

async function playExchanges(
  call: PlayedCall,
  exchanges: Exchange[],
  { runtime, slots, talk, stop }: CallContext,
): Promise<void> {
  for (const exchange of exchanges) {
    call.step = "talking";
    await talk((exchange.user.length + exchange.agent.length) * MS_PER_CHARACTER);
    if (stop.aborted) return;
    const turn = toTurn(exchange, call.turns.length, slots, new Date());
    await runtime.turn(call.id, turn);
    call.turns.push(turn);
  }
}

async function handOff(
  call: PlayedCall,
  { destination, reason }: NonNullable<Script["handoff"]>,
  { runtime, slots }: CallContext,
): Promise<void> {
  const sharedId = `${call.id} / ${slots.code}`;
  const data = { caller: slots.name, reference: slots.code, reason, turns: call.turns.length, open: true };
  await runtime.handoff(call.id, { destination, reason, shared_id: sharedId, data });
  call.handoff = { sharedId, data };
}
