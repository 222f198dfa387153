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

/** Answers 410; a linter has no room for an operation that never succeeds, so the document leaves it out. */
const RETIRED_PATH = /^\/v1\/[^/]+\/[^/]+\/conversations$/;
const CORRELATION_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * Checks answers against the OpenAPI document: the status is one that the operation documents, the type is one of that
 * status, the body is as the schema says and holds nothing that it does not name. An address that no operation has must
 * answer 404 in the envelope.
 * @returns a check that throws on the first answer that breaks its word
 */
export function createContractCheck(document: OpenApiDocument): (answer: RecordedResponse) => void {
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
    .map((template) => ({ template, shape: pathPattern(template) }))
    // What is spelled out wins over what is filled in, as it does in the router.
    .sort((a, b) => a.template.split("{").length - b.template.split("{").length);

  return ({ method, path, status, headers, text }) => {
    const [address = ""] = path.split("?");
    const where = `${method} ${address} → ${status}`;
    const fail = (problem: string): never => {
      throw new Error(`${where} breaks the contract: ${problem}\n${text.slice(0, 2000)}`);
    };
    if (!CORRELATION_ID.test(headers.get("x-polyai-correlation-id") ?? "")) fail("no correlation id");
    if (headers.get("cache-control") !== "no-store") fail("it may be cached");
    const template = paths.find(({ shape }) => shape.test(address))?.template ?? "";
    const operations = document.paths[template];
    const operation = operations?.[method === "HEAD" ? "get" : method.toLowerCase()];
    const enveloped = (...expected: number[]) => {
      if (!expected.includes(status)) fail(`${expected.join(" or ")} expected`);
      const valid = validator("/components/schemas/Error");
      if (method !== "HEAD" && !valid(JSON.parse(text))) fail(ajv.errorsText(valid.errors));
    };
    if (!operations) return enveloped(...(RETIRED_PATH.test(address) ? [410, 405, 429] : [404]));
    if (!operation) return enveloped(405);
    if (!operation.responses[status]) fail("the document does not name this status");
    const documented = operation.responses[status]?.content;
    const [type = ""] = (headers.get("content-type") ?? "").split(";");
    if (!documented) {
      if (text !== "") fail("a body that is not documented");
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
      fail("error_id is not the correlation id");
    }
  };
}

const pathPattern = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+")}$`);

/** The same schemas, each object closed to members that it does not name. */
function closeObjectSchemas<T>(node: T): T {
  if (typeof node !== "object" || node === null) return node;
  const schema = node as Record<string, unknown>;
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
  for (const inner of Object.values(schema)) closeObjectSchemas(inner);
  return node;
}
