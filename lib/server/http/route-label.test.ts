import { expect, test } from "vitest";
import { createApi } from "@/lib/api/app";
import { createRouteLabel } from "./route-label";

const api = createApi(() => false);
const routeLabel = createRouteLabel(api);

test("every route of the API has a label of its own", () => {
  const paths = [...new Set(api.routes.map(({ path }) => path))].filter((path) => !path.includes("*"));
  const labels = paths.map((path) => routeLabel(`${path.replace(/(?<=\/):\w+/g, "x")}?q=1`));
  for (const [at, label] of labels.entries()) expect(label, paths[at]).not.toMatch(/:\w+\/|^(unknown|page)$/);
  expect(new Set(labels.filter((label) => label !== "service")).size).toBe(
    paths.filter((path) => !/^\/(healthz|readyz|openapi[.]json)$/.test(path)).length,
  );
});

test.each([
  ["/v3/conversations?limit=1", "/v3/conversations"],
  ["/v3/acme/uk/conversations", "/v3/{account_id}/{project_id}/conversations"],
  ["/v1/acme/uk/conversations", "/v1/{account_id}/{project_id}/conversations"],
  ["/v1/acme/uk/handoff_state", "/v1/{account_id}/{project_id}/handoff_state"],
  ["/v1/agents/uk/conversations", "/v1/agents/{agentId}/conversations"],
  ["/v1/agents/uk/conversations/CA1/audio", "/v1/agents/{agentId}/conversations/{conversationId}/audio"],
  ["/v1/external-events/webhook", "/v1/external-events/webhook"],
  ["/runtime/v1/conversations", "/runtime/v1/conversations"],
  ["/runtime/v1/conversations:import", "/runtime/v1/conversations:import"],
  ["/runtime/v1/conversations/CA1/external-events?wait=1", "/runtime/v1/conversations/{id}/external-events"],
  ["/healthz", "service"],
  ["/readyz?x", "service"],
  ["/openapi.json", "service"],
  ["/_next/static/x.js", "asset"],
  ["/favicon.svg", "asset"],
  ["/harbour-hotels/configure", "page"],
  ["/harbour-hotels/data/api-keys", "page"],
  ["/docs/errors", "page"],
  ["/v3/secret-of-another-client", "unknown"],
  ["/runtime", "unknown"],
  ["/v2/x", "unknown"],
  ["/v12", "unknown"],
  ["/webhook/x", "unknown"],
  ["/openapi", "unknown"],
  ["/runtime/v1/conversations%3Aimport", "/runtime/v1/conversations:import"],
  ["/%761/./external-events/web%68ook", "/v1/external-events/webhook"],
  ["/v1/x/../agents/uk/conversations/a%2Fb", "/v1/agents/{agentId}/conversations/{conversationId}"],
  ["//v1/external-events/webhook", "unknown"],
  ["/v1//external-events/webhook", "unknown"],
  ["/V1/external-events/webhook", "unknown"],
  ["/healthz/", "unknown"],
])("labels %s with %s", (url, label) => {
  expect(routeLabel(url)).toBe(label);
});
