import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Spectral } from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";
import { beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/db/client/client";
import { insertEventId } from "@/db/queries/external-events";
import { environment } from "@/lib/core/env";
import { createAgent } from "@/lib/features/agents/create-agent";
import { importedConversationSchema } from "@/lib/features/conversations/contract";
import { EXAMPLE_EVENT_ID } from "@/lib/features/external-events/contract";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { setupApiClient } from "@/testing/api-server";
import { makeKey } from "@/testing/fixtures";
import { REFERENCE_OPERATIONS, REFERENCE_SCHEMAS } from "@/testing/reference-api";

interface Schema {
  $ref?: string;
  type?: string | string[];
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  enum?: unknown[];
}

interface Operation {
  operationId: string;
  security?: Record<string, unknown>[];
  parameters?: { name: string; in: string; required?: boolean; schema: Schema; example?: unknown }[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const call = setupApiClient();
let document: Document;
beforeAll(async () => {
  document = await (await call("/openapi.json", { streaming: true })).json();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test("passes every rule of the linter", async () => {
  const spectral = new Spectral();
  // Its types and the ruleset's come from two packages with incompatible names for the same type.
  spectral.setRuleset({ extends: [oas as never] });
  const found = await spectral.run(JSON.stringify(document));
  expect(found.map(({ code, message, path }) => `${code}: ${message} (${path.join(".")})`)).toEqual([]);
});

test("passes Redocly's linter without errors", async () => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), "agent-studio-openapi-")), "openapi.json");
  await writeFile(file, JSON.stringify(document));
  const { PATH = "", HOME = "" } = environment();
  const { stdout } = await promisify(execFile)(
    "node_modules/.bin/redocly",
    ["lint", file, "--extends=recommended", "--format=json"],
    {
      env: { PATH, HOME, NODE_ENV: "test", REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    },
  ).catch((failed: { stdout: string }) => failed);
  await rm(path.dirname(file), { recursive: true });
  const { problems }: { problems: { ruleId: string; severity: string; message: string }[] } =
    JSON.parse(stdout);
  const findings = problems.map(({ ruleId, severity }) => `${severity}: ${ruleId}`);
  // The server URL is the operator's, here the default. The API has no public license.
  expect(findings.sort()).toEqual(["warn: info-license", "warn: no-server-example.com"]);
});

test("documents the credentials of every operation, and none for service operations", () => {
  const open = operations().filter(({ operation }) => operation.security?.length === 0);
  expect(operations().filter(({ operation }) => operation.security === undefined)).toEqual([]);
  expect(open.map(({ path }) => path).sort()).toEqual(["/healthz", "/openapi.json", "/readyz"]);
});

test("documents an import line with its required fields", () => {
  const body = document.paths["/runtime/v1/conversations:import"]?.post?.requestBody;
  expect(body?.content["application/x-ndjson"]).toMatchObject({
    schema: { type: "string", contentSchema: { $ref: "#/components/schemas/ImportedConversation" } },
  });
  const line = document.components.schemas.ImportedConversation;
  expect(line?.required).toEqual(["id", "environment", "started_at", "channel", "in_progress"]);
  expect(Object.keys(line?.properties ?? {}).sort()).toEqual(
    Object.keys(importedConversationSchema.shape).sort(),
  );
});

describe("matches the reference API", () => {
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? (document.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}) : schema;
  const typesOf = (schema: Schema): string[] => [resolve(schema).type ?? []].flat();

  test.each(Object.entries(REFERENCE_OPERATIONS))("%s", (name, fact) => {
    const [method = "", path = ""] = name.split(" ");
    const operation = document.paths[path]?.[method];
    if (!operation) throw new Error(`${name} is missing`);
    for (const [parameter, expectedParameter] of Object.entries(fact.parameters)) {
      const ours = operation.parameters?.find(
        (one) => one.name === parameter && one.in === expectedParameter.in,
      );
      const { in: _, required, type, ...rest } = expectedParameter;
      expect([parameter, ours?.required ?? false], parameter).toEqual([parameter, required]);
      expect(ours?.schema, parameter).toMatchObject({
        ...rest,
        ...(expectedParameter.enum && { enum: expect.arrayContaining(expectedParameter.enum) }),
      });
      expect(typesOf(ours?.schema ?? {}), parameter).toContain(type);
    }
    expect(Object.keys(operation.requestBody?.content ?? {})).toEqual(
      expect.arrayContaining(fact.bodies ?? []),
    );
    expect(Object.keys(operation.responses).map(Number)).toEqual(expect.arrayContaining(fact.statuses));
    const [success] = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
    const [type, content] = Object.entries(success?.[1].content ?? {})[0] ?? [];
    if (fact.response) expect([type, content?.schema.$ref?.split("/").at(-1)]).toContain(fact.response);
  });

  // The reference differs here: ours is an object with heading and content.
  const INTENDED_DIFFERENCES: Record<string, string> = {
    "ConversationDetailResponse.shortSummary": "object",
  };

  test.each(Object.entries(REFERENCE_SCHEMAS))("%s", (name, fact) => {
    const ours = document.components.schemas[name];
    expect(ours?.required).toEqual(expect.arrayContaining(fact.required));
    for (const [property, type] of Object.entries(fact.properties)) {
      const schema = ours?.properties?.[property];
      if (!schema) throw new Error(`${name}.${property} is missing`);
      const expected = INTENDED_DIFFERENCES[`${name}.${property}`] ?? (Array.isArray(type) ? "array" : type);
      if (expected !== "any") expect(typesOf(schema), property).toContain(expected);
      if (Array.isArray(type) && !REFERENCE_SCHEMAS[type[0] ?? ""]) {
        expect(typesOf(schema.items ?? {}), property).toContain(type[0]);
      }
    }
  });
});

test("runs every example successfully", async () => {
  const system = { kind: "system", workspaceId: "" } as const;
  const { id: workspaceId } = await createWorkspace(system, {
    name: "Harbour Hotels",
    slug: "harbour-hotels",
  });
  const actor = { kind: "system", workspaceId } as const;
  const agent = await createAgent(actor, {
    name: "Front desk UK",
    slug: "front-desk-uk",
    conversationsApi: "v3",
  });
  const { secret: key } = await makeKey(actor);
  const { token } = await createRuntimeToken(actor, agent.id);
  const runtime = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const base = "/runtime/v1/conversations";
  const start = JSON.stringify({ id: "CA-demo", environment: "live", channel: "VOICE-SIP" });
  await call(base, { method: "POST", headers: runtime, body: start });
  await call(`${base}/CA-demo/handoff`, { method: "POST", headers: runtime, body: "{}" });
  await transaction((tx) =>
    insertEventId(tx, workspaceId, {
      agentId: agent.id,
      conversationId: "CA-demo",
      id: EXAMPLE_EVENT_ID,
      sendToLlm: true,
    }),
  );

  const called: string[] = [];
  for (const { path, method, operation } of operations()) {
    const query = new URLSearchParams();
    let url = path;
    for (const { name, in: location, required, example, schema } of operation.parameters ?? []) {
      const value = example ?? (schema as { example?: unknown }).example;
      if (required && value === undefined)
        throw new Error(`${operation.operationId} has no example for ${name}`);
      if (location === "path") url = url.replace(`{${name}}`, encodeURIComponent(String(value)));
      else for (const one of [value ?? []].flat()) query.append(name, String(one));
    }
    const bodies = Object.entries(operation.requestBody?.content ?? { "": {} });
    for (const [type, { example }] of bodies) {
      if (type && example === undefined)
        throw new Error(`${operation.operationId} has no example as ${type}`);
      const response = await call(`${url}?${query}`, {
        method: method.toUpperCase(),
        headers: {
          ...(operation.security?.some((one) => "RuntimeToken" in one) && {
            authorization: runtime.authorization,
          }),
          ...(operation.security?.some((one) => "ApiKeyAuth" in one) && { "x-api-key": key }),
          ...(type && { "content-type": type }),
        },
        body: type ? encodeBody(type, example) : undefined,
      });
      // No request can succeed until runtimes can store recordings.
      const expected = operation.operationId === "getRecording" ? 404 : 200;
      expect(response.status, `${operation.operationId} ${type}: ${await response.clone().text()}`).toSatisfy(
        (status: number) => status === expected || (expected === 200 && status === 201),
      );
      called.push(operation.operationId);
    }
  }
  expect(new Set(called).size).toBe(operations().length);
});

function encodeBody(type: string, example: unknown): string {
  if (typeof example === "string") return example;
  if (type.endsWith("urlencoded")) return new URLSearchParams(example as Record<string, string>).toString();
  return JSON.stringify(example);
}
