import { expect, test } from "vitest";
import { formatChanges } from "./constants";

test("what changed is told in the words and the order of the console, of one thing and of many", () => {
  expect(
    formatChanges({
      of_another_version: { new: 1 },
      permissions: { old: ["external_events", "handoff"] },
      sessions: { old: "2 others" },
      role: { old: "member", new: "admin" },
      agents: { new: [] },
      transcript: { old: false, new: true },
    }),
  ).toEqual([
    "role: member → admin",
    "agents: none",
    "permissions until then: External events, Handoff",
    "transcript: off → on",
    "sessions until then: 2 others",
    "of_another_version: 1",
  ]);
  expect(
    formatChanges({ permissions: { old: ["handoff"], new: ["handoff", "of_another_version"] } }),
  ).toEqual(["permissions: Handoff → Handoff, of_another_version"]);
});
