import { expect, test } from "../support/fixtures";
import { sendRequest } from "../support/http";

const ENVELOPE = { success: false, error_code: "ROUTE_NOT_FOUND", data: null };
const accept = "application/json, text/plain, */*";

test("unknown API routes return the JSON 404 envelope, and browsers get the HTML page", async ({
  workspace,
}) => {
  for (const [method, target, headers] of [
    ["GET", "/v2/conversations", {}],
    ["POST", "/v2/external-events/webhook", { "content-type": "application/json" }],
    ["GET", "/api/v3/conversations", {}],
    ["GET", "/v17/acme/uk/conversations", {}],
    ["GET", `/${workspace.slug}/${workspace.agents.uk.slug}/conversations`, { accept }],
    ["DELETE", "/nothing/here", { accept }],
  ] as [string, string, Record<string, string>][]) {
    const { status, headers: told, text } = await sendRequest(method, target, headers);
    expect([status, told.get("content-type")], target).toEqual([404, "application/json"]);
    expect(JSON.parse(text), target).toMatchObject({
      ...ENVELOPE,
      error_id: told.get("x-polyai-correlation-id"),
    });
  }
  const page = await sendRequest("GET", "/nothing/here", {
    accept: "text/html,application/json;q=0.9,*/*;q=0.8",
  });
  expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  // Data keeps the shape that the console reads.
  const data = await sendRequest("GET", `/${workspace.slug}/data/api-keys`, { accept });
  expect([data.status, JSON.parse(data.text).code]).toEqual([401, "NOT_SIGNED_IN"]);
});
