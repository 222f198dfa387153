import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

interface RecordedResponse {
  method: string;
  path: string;
  status: number;
  headers: Headers;
  text: string;
}

/** Returns 410. The document omits it, because OpenAPI linters reject an operation that never succeeds. */
const RETIRED_PATH = /^\/v1\/[^/]+\/[^/]+\/conversations$/;
const CORRELATION_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * Creates a check of responses against the OpenAPI document: the status and the content type must be documented, and the body must
 * match the schema without additional members. An undocumented path must return 404 with the error envelope.
 * @returns a function that throws if a response violates the document
 */
export function createContractCheck(document: OpenApiDocument): (response: RecordedResponse) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(closeObjectSchemas(structuredClone(document)), "document");
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: string) => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
  const paths = Object.keys(document.paths)
    .map((template) => ({ template, pattern: pathPattern(template) }))
    // Literal path segments take precedence over parameters, as in the router.
    .sort((a, b) => a.template.split("{").length - b.template.split("{").length);

  return ({ method, path, status, headers, text }) => {
    const [pathname = ""] = path.split("?");
    const request = `${method} ${pathname} → ${status}`;
    const fail = (problem: string): never => {
      throw new Error(`${request} violates the OpenAPI document: ${problem}\n${text.slice(0, 2000)}`);
    };
    if (!CORRELATION_ID.test(headers.get("x-polyai-correlation-id") ?? "")) fail("no correlation ID");
    if (headers.get("cache-control") !== "no-store") fail("the response is cacheable");
    const template = paths.find(({ pattern }) => pattern.test(pathname))?.template ?? "";
    const operations = document.paths[template];
    const operation = operations?.[method === "HEAD" ? "get" : method.toLowerCase()];
    const expectError = (...expected: number[]) => {
      if (!expected.includes(status)) fail(`${expected.join(" or ")} expected`);
      const valid = validator("/components/schemas/Error");
      if (method !== "HEAD" && !valid(JSON.parse(text))) fail(ajv.errorsText(valid.errors));
    };
    if (!operations) return expectError(...(RETIRED_PATH.test(pathname) ? [410, 405, 429] : [404]));
    if (!operation) return expectError(405);
    if (!operation.responses[status]) fail("the status is not documented");
    const documented = operation.responses[status]?.content;
    const [type = ""] = (headers.get("content-type") ?? "").split(";");
    if (!documented) {
      if (text !== "") fail("the body is not documented");
      return;
    }
    if (!documented[type]) fail(`${type || "no content type"} is not documented`);
    if (method === "HEAD" || type !== "application/json") return;
    const escaped = [template, method.toLowerCase(), "responses", String(status), "content", type, "schema"];
    const valid = validator(
      `/paths/${escaped.map((part) => encodeURIComponent(part.replace(/~/g, "~0").replace(/\//g, "~1"))).join("/")}`,
    );
    const value = JSON.parse(text);
    if (!valid(value)) fail(ajv.errorsText(valid.errors, { separator: "\n" }));
    if (status >= 400 && value.error_id !== headers.get("x-polyai-correlation-id")) {
      fail("error_id is not the correlation ID");
    }
  };
}

const pathPattern = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+")}$`);

/** Makes all object schemas reject additional members, in place. */
function closeObjectSchemas<T>(node: T): T {
  if (typeof node !== "object" || node === null) return node;
  const schema = node as Record<string, unknown>;
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
  for (const inner of Object.values(schema)) closeObjectSchemas(inner);
  return node;
}
