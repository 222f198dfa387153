import { expect, test } from "vitest";
import { permissionLabel } from "@/lib/features/api-keys/constants";
import { formatChanges } from "./constants";

test("quotes names that look like several names or like an empty list", () => {
  const changes = {
    chosenMetrics: { old: ["A, B", "none"], new: [] },
    allMetrics: { old: true, new: false },
  };
  expect(formatChanges(changes)).toEqual(["all metrics: on → off", 'metrics: "A, B", "none" → none']);
});

test("passes texts of users to the caller, without the ID after a name", () => {
  const changes = { name: { old: "קבלה", new: "a" }, agents: { new: ["קבלה (PROJECT-1A2B3C4D)", "b, c"] } };
  expect(formatChanges(changes, { formatText: (text) => `<${text}>` })).toEqual([
    "name: <קבלה> → <a>",
    'agents: <קבלה> (PROJECT-1A2B3C4D), "<b, c>"',
  ]);
});

test("lists changes in display order, with the labels that the caller passes", () => {
  expect(
    formatChanges(
      {
        of_another_version: { new: 1 },
        permissions: { old: ["external_events", "handoff"] },
        sessions: { old: "2 others" },
        role: { old: "member", new: "admin" },
        agents: { new: [] },
        transcript: { old: false, new: true },
      },
      { permissionLabel },
    ),
  ).toEqual([
    "role: member → admin",
    "agents: none",
    "permissions (before): External events, Handoff",
    "transcript: off → on",
    "sessions (before): 2 others",
    "of_another_version: 1",
  ]);
  expect(
    formatChanges(
      { permissions: { old: ["handoff"], new: ["handoff", "of_another_version"] } },
      { permissionLabel },
    ),
  ).toEqual(["permissions: Handoff → Handoff, of_another_version"]);
});

test("formats instants as the caller does, and shows stored values without formatters", () => {
  const changes = { permissions: { new: ["handoff"] }, expiresAt: { new: "2026-11-24T10:00:00.000Z" } };
  expect(formatChanges(changes, { formatInstant: () => "24 Nov 2026" })).toEqual([
    "permissions: handoff",
    "expiry: 24 Nov 2026",
  ]);
  expect(formatChanges(changes)).toEqual(["permissions: handoff", "expiry: 2026-11-24T10:00:00.000Z"]);
});

test("formats access levels as the caller does, and shows stored values without a formatter", () => {
  const changes = {
    role: { new: "member" },
    apiKeysAccess: { old: "none", new: "edit" },
    configurationAccess: { old: null, new: "read" },
  };
  expect(formatChanges(changes, { accessLabel: (level) => level.toUpperCase() })).toEqual([
    "role: member",
    "access to API keys: NONE → EDIT",
    "access to response configuration: none → READ",
  ]);
  expect(formatChanges(changes)[1]).toBe("access to API keys: none → edit");
});
