import { expect, test } from "vitest";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { generateSecret } from "@/lib/features/api-keys/secret";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";

const call = setupApiClient();

const failure = async (response: Response) => {
  const body = await response.json();
  expect(body.error_id).toBe(response.headers.get("x-polyai-correlation-id"));
  expect(body).toEqual({
    success: false,
    error: body.error_message,
    error_id: body.error_id,
    error_code: body.error_code,
    error_message: body.error_message,
    data: null,
  });
  return { status: response.status, code: body.error_code as string, message: body.error_message as string };
};

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const other = await makeAgent(actor);
  const old = await makeAgent(actor, { conversationsApi: "v1" });
  await seedConversations(actor, agent.id, [{ id: "c1" }, { id: "c2" }, { id: "c3" }]);
  await seedConversations(actor, other.id, [{ id: "c1" }, { id: "c2" }]);
  return { actor, agent, other, old, path: `/v3/${actor.slug}/${agent.slug}/conversations` };
}

test("returns identical errors for missing, malformed, unknown, deleted and expired keys", async () => {
  const { actor, path } = await setup();
  const deleted = await makeKey(actor);
  await deleteApiKey(actor, { id: deleted.key.id });
  const expired = await makeKey(actor, { expiresAt: "2020-01-01T00:00:00Z" });

  const keys = [
    undefined,
    "",
    "nonsense",
    `${generateSecret().secret}x`,
    generateSecret().secret,
    deleted.secret,
    expired.secret,
  ];
  const seen = new Set<string>();
  for (const key of keys) {
    const response = await call(path, { key, headers: { "x-polyai-correlation-id": "same" } });
    const { date: _, ...headers } = Object.fromEntries(response.headers);
    seen.add(JSON.stringify([response.status, headers, await response.text()]));
  }
  expect([...seen]).toHaveLength(1);
  const response = await call(path);
  expect(response.headers.get("www-authenticate")).toBe('ApiKey realm="agent-studio"');
  expect(await failure(response)).toMatchObject({ status: 401, code: "AUTH_USER_INVALID_TOKEN" });
});

test("rejects a deleted key immediately and still accepts another key", async () => {
  const { actor, path } = await setup();
  const [deleted, kept] = [await makeKey(actor), await makeKey(actor)];
  expect((await call(path, { key: deleted.secret })).status).toBe(200);
  await deleteApiKey(actor, { id: deleted.key.id });
  expect((await call(path, { key: deleted.secret })).status).toBe(401);
  expect((await call(path, { key: kept.secret })).status).toBe(200);
});

test("ignores a key in the query string", async () => {
  const { actor, path } = await setup();
  const { secret } = await makeKey(actor);
  expect((await call(`${path}?x-api-key=${secret}`)).status).toBe(401);
});

test("reports errors in the documented order of precedence", async () => {
  const { actor, agent, other, old, path } = await setup();
  const good = await makeKey(actor);
  const handoffOnly = await makeKey(actor, { permissions: ["handoff"] });
  const narrow = await makeKey(actor, { agents: [agent.id] });
  const stranger = await makeKey(await makeWorkspace());
  const at = (workspace: string, project: string, query = "?limit=0") =>
    `/v3/${workspace}/${project}/conversations${query}`;

  const cases: [string, string | undefined, number, string][] = [
    [at("nowhere", "nothing"), undefined, 401, "AUTH_USER_INVALID_TOKEN"],
    [at("nowhere", agent.slug), good.secret, 404, "ACCOUNT_NOT_FOUND"],
    [at(actor.slug, agent.slug), stranger.secret, 404, "ACCOUNT_NOT_FOUND"],
    [at(actor.slug, "nothing"), handoffOnly.secret, 404, "PROJECT_NOT_FOUND"],
    [at(actor.slug, agent.slug), handoffOnly.secret, 403, "USER_ACCESS_FORBIDDEN"],
    [at(actor.slug, other.slug), narrow.secret, 403, "USER_ACCESS_FORBIDDEN"],
    [at(actor.slug, old.slug), narrow.secret, 403, "USER_ACCESS_FORBIDDEN"],
    [at(actor.slug, old.slug), good.secret, 412, "CONVERSATIONS_V3_REQUIRED"],
    [at(actor.slug, agent.slug), good.secret, 400, "CONVERSATIONS_VALIDATION_FAILED"],
    [`/v3/conversations?project_id=nothing&limit=0`, good.secret, 404, "PROJECT_NOT_FOUND"],
    [`/v3/conversations?project_id=${other.id}&limit=0`, narrow.secret, 403, "USER_ACCESS_FORBIDDEN"],
    [`/v3/conversations?project_id=${old.id}&limit=0`, good.secret, 412, "CONVERSATIONS_V3_REQUIRED"],
    [`/v3/conversations?limit=0`, handoffOnly.secret, 403, "USER_ACCESS_FORBIDDEN"],
    [`/v1/${actor.slug}/${agent.slug}/conversations`, undefined, 410, "API_VERSION_RETIRED"],
    ["/v3/nothing/here", undefined, 404, "ROUTE_NOT_FOUND"],
  ];
  for (const [where, key, status, code] of cases) {
    expect(await failure(await call(where, { key })), where).toMatchObject({ status, code });
  }
  const posted = await call(path, { method: "POST" });
  expect(posted.headers.get("allow")).toBe("GET, HEAD");
  expect(await failure(posted)).toMatchObject({ status: 405, code: "METHOD_NOT_ALLOWED" });
});

test.each([
  ["limit=0", "limit"],
  ["limit=5001", "limit"],
  ["limit=1.5", "limit"],
  ["limit=1&limit=2", "limit"],
  ["offset=-1", "offset"],
  ["client_env=production", "client_env"],
  ["in_progress=yes", "in_progress"],
  ["include_latency=1", "include_latency"],
  ["start_time=yesterday", "start_time"],
  ["start_time=2026-02-30T00:00:00Z", "start_time"],
  ["start_time=2026-02-01+02:00", "start_time"],
  ["end_time=2026-02-01T10:00[Europe/Berlin]", "end_time"],
  ["start_time=2026-02-02T00:00:00Z&end_time=2026-02-01T00:00:00Z", "end_time"],
  ["variant_id=a&variant_name=b", "variant_name"],
  ["query_type=magic", "query_type"],
  ["query_type=transcript", "query"],
  ["sample=some", "sample"],
  ["sample=random", "start_time"],
  ["variant_id=%00", "variant_id"],
  ["query=refund", "query"],
  ["query=refund&start_time=2026-01-01&end_time=2027-01-01", "query"],
  ["channel=voice,chat", "channel"],
  ["channel=voice&channel=chat%2Csms", "channel"],
  ["startTime=2026-01-01", "startTime"],
  ["channel[]=voice", "channel[]"],
  ["Client-Env=live", "Client-Env"],
])("rejects %s and names %s", async (query, name) => {
  const { actor, path } = await setup();
  const { secret } = await makeKey(actor);
  const { status, code, message } = await failure(await call(`${path}?${query}`, { key: secret }));
  expect([status, code]).toEqual([400, "CONVERSATIONS_VALIDATION_FAILED"]);
  expect(message.startsWith(`${name} `)).toBe(true);
});

test.each([
  ["v3", "0"],
  ["v3", "5001"],
  ["v3", "many"],
  ["v3", "1e3"],
  ["camelCase", "0"],
  ["camelCase", "1001"],
])("%s rejects limit=%s and names the documented range", async (api, limit) => {
  const { actor, agent, path } = await setup();
  const { secret } = await makeKey(actor);
  const where = api === "v3" ? path : `/v1/agents/${agent.slug}/conversations`;
  const { message } = await failure(await call(`${where}?limit=${limit}`, { key: secret }));
  expect(message).toBe("limit must be a whole number from 1 to 1000.");
});

test("ignores unknown parameters and suggests the right name for similar ones", async () => {
  const { actor, path } = await setup();
  const { secret } = await makeKey(actor);
  expect((await call(`${path}?nothing=1&utm_source=x&projectId=y`, { key: secret })).status).toBe(200);
  const rejection = await failure(await call("/v3/conversations?project_id[]=x", { key: secret }));
  expect(rejection).toMatchObject({
    status: 400,
    message: "project_id[] is not a parameter; use project_id.",
  });
});

test("never widens the list of several agents because of how a parameter is written", async () => {
  const { actor, agent } = await setup();
  const { secret } = await makeKey(actor);
  const list = async (query: string) => {
    const response = await call(`/v3/conversations?${query}`, { key: secret });
    const { conversations, error_message } = await response.json();
    return [response.status, conversations?.length ?? error_message];
  };
  expect(await list(`project%5Fid=${agent.slug}`)).toEqual([200, 3]);
  for (const name of [
    "project_id%5B%5D",
    "project_id[in]",
    "[project_id]",
    "project%20id",
    "amp;project_id",
  ]) {
    const use = expect.stringContaining("is not a parameter; use project_id.");
    expect(await list(`${name}=${agent.slug}`), name).toEqual([400, use]);
    expect(await list(`project_id=${agent.slug}&${name}=${agent.slug}`), name).toEqual([400, use]);
  }
  for (const query of [
    "project_id=",
    "project_id",
    `project_id=${agent.slug}&project_id=`,
    `project_id=${agent.slug},x`,
  ]) {
    expect(await list(query), query).toEqual([404, expect.any(String)]);
  }
  const twice = await list(`limit=5&limit=5`);
  expect(twice).toEqual([400, "limit must be given only once."]);
});

test.each([
  ["/v1/agents/:agent/conversations?Limit[]=1", "CONVERSATIONS_VALIDATION_FAILED"],
  ["/v1/agents/:agent/conversations?page[offset]=1", "CONVERSATIONS_VALIDATION_FAILED"],
  ["/v1/:account/:agent/handoff_state?id=c1&sharedId=s", "HANDOFF_VALIDATION_FAILED"],
  ["/v1/:account/:agent/handoff_state?id[]=c1", "HANDOFF_VALIDATION_FAILED"],
])("rejects %s in every API", async (pattern, code) => {
  const { actor, agent } = await setup();
  const { secret } = await makeKey(actor);
  const where = pattern.replace(":account", actor.slug).replace(":agent", agent.slug);
  const rejection = await failure(await call(where, { key: secret }));
  expect(rejection).toMatchObject({
    status: 400,
    code,
    message: expect.stringContaining(" is not a parameter; use "),
  });
});

test("rejects a cursor with other agents or filters", async () => {
  const { actor, agent, other, path } = await setup();
  const { secret } = await makeKey(actor);
  const { cursor } = await (await call(`${path}?limit=1`, { key: secret })).json();
  const rejection = { status: 400, code: "GET_CONVERSATIONS_FILTER_PARSE_ERROR" };
  const use = (where: string) => call(where, { key: secret });

  expect((await use(`${path}?limit=2&cursor=${cursor}`)).status).toBe(200);
  expect((await use(`/v3/${actor.workspaceId}/${agent.id}/conversations?cursor=${cursor}`)).status).toBe(200);
  for (const where of [
    `${path}?cursor=${cursor}&channel=voice`,
    `${path}?cursor=${cursor}&client_env=sandbox`,
    `/v3/${actor.slug}/${other.slug}/conversations?cursor=${cursor}`,
    `/v3/conversations?cursor=${cursor}`,
    `${path}?cursor=nonsense`,
    `${path}?cursor=`,
    `${path}?cursor=${Buffer.from("[1]").toString("base64url")}`,
  ]) {
    expect(await failure(await use(where)), where).toMatchObject(rejection);
  }
});

test("echoes a valid correlation ID and replaces an invalid one", async () => {
  const echoed = await call("/healthz", { headers: { "X-PolyAI-Correlation-Id": "trace-123" } });
  expect(echoed.headers.get("x-polyai-correlation-id")).toBe("trace-123");
  const key = `ask_${"k".repeat(49)}`;
  for (const id of [
    "a b",
    key,
    key.toUpperCase(),
    key.replace("_", "%255f"),
    `%22${key.replace("sk", "%73%6b")}`,
  ]) {
    const replaced = await call("/healthz", { headers: { "X-PolyAI-Correlation-Id": id } });
    expect(replaced.headers.get("x-polyai-correlation-id"), id).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("returns 410 with Deprecation, Sunset and Link headers for the retired version", async () => {
  const { actor, agent } = await setup();
  const response = await call(`/v1/${actor.slug}/${agent.slug}/conversations`);
  expect(response.headers.get("deprecation")).toBe("@1772409600");
  expect(response.headers.get("sunset")).toBe("Mon, 31 Aug 2026 00:00:00 GMT");
  expect(response.headers.get("link")).toContain("/docs/migration");
});
