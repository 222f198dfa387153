import { expect, test } from "vitest";
import { changeLines } from "./terms";

test("what changed is told in the words of the console, of one thing and of many", () => {
  expect(
    changeLines({
      permissions: { old: ["external_events", "handoff"] },
      sessions: { old: "2 others" },
      role: { old: "member", new: "admin" },
      agents: { new: [] },
      transcript: { old: false, new: true },
    }),
  ).toEqual([
    "permissions until then: External events, Handoff",
    "sessions until then: 2 others",
    "role: member → admin",
    "agents: none",
    "transcript: off → on",
  ]);
  expect(changeLines({ permissions: { old: ["handoff"], new: ["handoff", "of_another_version"] } })).toEqual([
    "permissions: Handoff → Handoff, of_another_version",
  ]);
});
