import { expect, test } from "vitest";
import { disambiguateLabels } from "./disambiguate-labels";

test("adds the detail to duplicate names only", () => {
  const agents = [
    { name: "Front desk", slug: "front-desk" },
    { name: "Front desk", slug: "front-desk-2" },
    { name: "Concierge", slug: "concierge" },
  ];
  const label = disambiguateLabels(
    agents,
    ({ name }) => name,
    ({ slug }) => slug,
  );
  expect(agents.map(label)).toEqual(["Front desk, front-desk", "Front desk, front-desk-2", "Concierge"]);
});

test("numbers items whose name and detail are both equal", () => {
  const sessions = [{ device: "Chrome" }, { device: "Chrome" }, { device: "Chrome" }, { device: "Firefox" }];
  const label = disambiguateLabels(
    sessions,
    ({ device }) => device,
    () => "10:13:05",
  );
  expect(sessions.map(label)).toEqual([
    "Chrome, 10:13:05",
    "Chrome, 10:13:05 (2)",
    "Chrome, 10:13:05 (3)",
    "Firefox",
  ]);
});
