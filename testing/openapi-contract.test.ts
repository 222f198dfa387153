import { expect, test } from "vitest";
import { createContractCheck } from "./openapi-contract";

const json = (schema: object) => ({ content: { "application/json": { schema } } });
const thingSchema = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
const check = createContractCheck({
  paths: { "/things/{id}": { get: { responses: { "200": json(thingSchema) } } } },
  components: {
    schemas: { Error: { type: "object", properties: { error_id: {} }, required: ["error_id"] } },
  },
});

const response = (more: {
  path?: string;
  method?: string;
  status?: number;
  text?: string;
  headers?: object;
}) => ({
  method: "GET",
  path: "/things/1?x=y",
  status: 200,
  text: '{"id":"1"}',
  ...more,
  headers: new Headers({
    "x-polyai-correlation-id": "c1",
    "cache-control": "no-store",
    "content-type": "application/json",
    ...more.headers,
  }),
});

test("accepts a response that matches the document", () => {
  check(response({}));
  check(response({ path: "/nothing", status: 404, text: '{"error_id":"c1"}' }));
  check(response({ method: "POST", status: 405, text: '{"error_id":"c1"}' }));
});

test.each([
  ["a missing member", { text: "{}" }],
  ["a member of another type", { text: '{"id":1}' }],
  ["an undocumented member", { text: '{"id":"1","hash":"x"}' }],
  ["an undocumented status", { status: 201 }],
  ["an undocumented content type", { headers: { "content-type": "text/html" } }],
  ["a response without a correlation ID", { headers: { "x-polyai-correlation-id": "" } }],
  ["a cacheable response", { headers: { "cache-control": "public" } }],
  ["a success from an undocumented path", { path: "/nothing" }],
  ["an error without its envelope", { path: "/nothing", status: 404, text: "{}" }],
])("rejects %s", (_, broken) => {
  expect(() => check(response(broken))).toThrow("violates the OpenAPI document");
});
