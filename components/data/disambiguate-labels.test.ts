import { expect, test } from "vitest";
import { disambiguateLabels } from "./disambiguate-labels";

test("only names that repeat get more to them", () => {
  const agents = [
    { name: "Front desk", slug: "front-desk" },
    { name: "Front desk", slug: "front-desk-2" },
    { name: "Concierge", slug: "concierge" },
  ];
  const called = disambiguateLabels(
    agents,
    ({ name }) => name,
    ({ slug }) => slug,
  );
  expect(agents.map(called)).toEqual(["Front desk, front-desk", "Front desk, front-desk-2", "Concierge"]);
});
