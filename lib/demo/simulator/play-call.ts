import type { Exchange } from "../sample-data/dialogues";
import { type CallContext, mergeState, recordMetric } from "./call-context";
import { type PlayedCall, toTurn } from "./call-record";
import type { Script } from "./script";
import { waitForPayment } from "./wait-for-payment";

/** A share of the time that the words would take aloud, so that a call takes a few seconds. */
const MS_PER_CHARACTER = 7;

/**
 * Plays one call from its first ring to its end, and notes on it what the server acknowledged. Once the simulation is
 * stopped, nothing more is said: the call ends at once, so that none is left open. Never throws: a call that could not
 * be played says why.
 */
export async function playCall(call: PlayedCall, script: Script, stage: CallContext): Promise<void> {
  try {
    await startCall(call, script, stage);
    await playExchanges(call, script.opening, stage);
    const paid = script.payment === undefined || (await waitForPayment(call, script.payment, stage));
    await playExchanges(call, paid || !script.payment ? script.closing : [script.payment.late], stage);
    if (script.handoff && !stage.stop.aborted) await handOff(call, script.handoff, stage);
    await stage.runtime.end(call.id);
    call.ended = true;
    call.step = call.handoff ? "handed off" : "ended";
  } catch (error) {
    call.failure = error instanceof Error ? error.message : String(error);
    call.step = "broke off";
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
    call.step = "talks";
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
