import fc from "fast-check";
import {
  arbitraryText,
  HOSTILE_STRINGS,
  MALFORMED_BODIES,
  mostly,
  mutatedJson,
  withBoundarySizes,
} from "./arbitraries";
import type { FuzzTarget, Operation } from "./arbitrary-url";

/** A body for the operation: valid, almost valid, or malformed. */
export function arbitraryBody({ own }: FuzzTarget, { template, types }: Operation): fc.Arbitrary<Buffer> {
  const start = { id: "CA", environment: "live", channel: "VOICE-SIP", started_at: "2026-09-01T10:00:00Z" };
  const turn = {
    user_input: HOSTILE_STRINGS.at(-1),
    latency: 0.5,
    intents: ["x"],
    entities: [{ a: ["b"] }],
    is_ood: true,
  };
  const line = {
    ...start,
    in_progress: false,
    num_turns: 1,
    metrics: { M: ["a", "b"] },
    turns: [turn],
    state: {},
  };
  const valid: Record<string, Record<string, unknown>> = {
    turns: { index: 0, ...turn },
    metrics: { name: "TOPIC", value: "x", write_once: true },
    state: { a: 1, b: null, c: { d: [] } },
    handoff: { destination: "desk", reason: "r", shared_id: "s", data: { n: 1.5 } },
    "external-events": { send_to_llm: true },
    end: {},
    conversations: start,
    "conversations:import": line,
    webhook: { a: [{ eid: own.eventId }], eid: own.eventId },
  };
  const object = mutatedJson(valid[template.split("/").at(-1) ?? ""] ?? { a: 1 });
  const xml = arbitraryText.map((text) => `<a><eid>${own.eventId}</eid><x y="1">${text}</x></a>`);
  const pairs = arbitraryText.map((text) => `x=${text}\neid=${own.eventId}&a.0.eid=${own.eventId}`);
  const text = template.endsWith(":import")
    ? fc.array(mostly(object, mutatedJson(turn)), { maxLength: 4 }).map((lines) => lines.join("\n"))
    : types.length > 1
      ? fc.oneof(object, xml, pairs)
      : object;
  return withBoundarySizes(
    mostly(
      text.map((body) => Buffer.from(body.toWellFormed())),
      fc.constantFrom(...MALFORMED_BODIES),
    ),
  );
}
