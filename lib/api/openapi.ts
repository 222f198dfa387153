import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { settings } from "@/lib/core/env";
import type { ApiEnv } from "./http/context";
import { jsonResponse } from "./http/response";
import { openApiErrors } from "./openapi-errors";

const route = createRoute({
  method: "get",
  path: "/openapi.json",
  operationId: "getOpenApiDocument",
  summary: "Read this document",
  description: "Generated from the schemas that validate requests and type responses.",
  tags: ["Service"],
  security: [],
  responses: {
    200: {
      description: "OpenAPI 3.1.",
      content: { "application/json": { schema: z.record(z.string(), z.unknown()) } },
    },
    ...openApiErrors(405, 500),
  },
});

/** Registers `/openapi.json`, generated from the schemas that validate requests and type responses. */
export function registerOpenApiDocument(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(route);
  app.openAPIRegistry.registerComponent("securitySchemes", "ApiKeyAuth", {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
    description: "A key from Configure › API Keys.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "RuntimeToken", {
    type: "http",
    scheme: "bearer",
    description: "An agent's runtime token. Create one with: studio agent token.",
  });
  let text: string | undefined;
  app.get("/openapi.json", (c) => {
    // Generated once, because it takes longer than most requests.
    text ??= JSON.stringify(app.getOpenAPI31Document(documentInfo()));
    return jsonResponse(c, text);
  });
}

/** The parts of the document that do not come from routes. */
function documentInfo(): Parameters<OpenAPIHono["getOpenAPI31Document"]>[0] {
  return {
    openapi: "3.1.0",
    info: {
      title: "Agent Studio external APIs",
      version: "1.0.0",
      description:
        "Read conversations and handoffs and send events with an API key, as its permissions and each agent's configuration allow, and report calls from an agent's runtime. Every response has the header `X-PolyAI-Correlation-Id`, and every error has the same shape.",
      contact: { name: "Documentation", url: `${settings().PUBLIC_URL}/docs` },
    },
    servers: [{ url: settings().PUBLIC_URL }],
    tags: [
      { name: "Conversations", description: "Calls and chats, with transcripts and metrics." },
      { name: "Handoff", description: "The data that an agent stored at the moment of handoff." },
      { name: "External events", description: "Send events into running conversations." },
      { name: "Runtime", description: "Report calls from an agent's runtime." },
      { name: "Service", description: "Health checks and this document." },
    ],
  };
}
