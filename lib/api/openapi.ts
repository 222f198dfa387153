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
  description: "Made of the schemas that parse the requests and type the answers.",
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

/** `/openapi.json`, from the schemas that parse the requests and type the answers. */
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
    description: "An agent's runtime token, made with: studio agent token.",
  });
  let text: string | undefined;
  app.get("/openapi.json", (c) => {
    // Making it takes longer than answering most requests; whoever asks again gets the same text.
    text ??= JSON.stringify(app.getOpenAPI31Document(documentInfo()));
    return jsonResponse(c, text);
  });
}

/** All of the document that no route tells. */
function documentInfo(): Parameters<OpenAPIHono["getOpenAPI31Document"]>[0] {
  return {
    openapi: "3.1.0",
    info: {
      title: "Agent Studio external APIs",
      version: "1.0.0",
      description:
        "What an API key unlocks, as far as its permissions and each agent's configuration allow, and how an agent's runtime feeds its calls in. Every answer carries `X-PolyAI-Correlation-Id`; every error is one envelope.",
      contact: { name: "Documentation", url: `${settings().PUBLIC_URL}/docs` },
    },
    servers: [{ url: settings().PUBLIC_URL }],
    tags: [
      { name: "Conversations", description: "Calls and chats, with transcripts and metrics." },
      { name: "Handoff", description: "What an agent stored at the moment of handoff." },
      { name: "External events", description: "Events from outside, into running conversations." },
      { name: "Runtime", description: "How an agent's runtime feeds its calls in." },
      { name: "Service", description: "Whether the server lives and can serve." },
    ],
  };
}
