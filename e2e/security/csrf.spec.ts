import { randomBytes } from "node:crypto";
import { pool } from "@/db/client/client";
import { expect, test } from "../support/fixtures";
import { captureServerAction, sendRequest, serverPort } from "../support/http";

test("server actions reject requests from other origins, whatever their headers claim", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys");
  const action = await captureServerAction(page);
  const keys = async () => {
    const { rows } = await pool().query("select name from api_keys where workspace_id = $1", [
      workspace.operator.workspaceId,
    ]);
    return rows.length;
  };
  const replay = (headers: Record<string, string>, body = action.body) => {
    const { "next-action": id = "", "content-type": type = "", accept = "" } = action.headers;
    const all = { "next-action": id, "content-type": type, accept, cookie: action.cookie, ...headers };
    const fresh = body.replace("Captured", `Replayed ${randomBytes(4).toString("hex")}`);
    return sendRequest("POST", action.target, all, fresh);
  };
  const evil = "https://evil.example";
  expect(await keys()).toBe(1);
  for (const headers of [
    {},
    { origin: "null" },
    { origin: evil },
    { origin: evil, "x-forwarded-host": "evil.example" },
    { origin: evil, forwarded: "host=evil.example;proto=https" },
    { origin: `http://localhost:${serverPort()}.evil.example` },
    { origin: evil, referer: `http://localhost:${serverPort()}/`, "sec-fetch-site": "same-origin" },
  ] as Record<string, string>[]) {
    expect((await replay(headers)).status, JSON.stringify(headers)).toBe(403);
  }
  expect(await keys()).toBe(1);
  const own = { origin: `http://127.0.0.1:${serverPort()}` };
  expect((await replay(own, "x".repeat(1_200_000))).status, "a body that is too large").toBe(413);
  expect(await keys()).toBe(1);
  expect((await replay(own)).status).toBe(200);
  expect(await keys(), "the same request from this site").toBe(2);

  for (const path of ["/sign-in", "/setup", "/link", "/invite", "/account"]) {
    expect((await sendRequest("POST", path, { origin: evil, "next-action": "x" })).status, path).toBe(403);
  }
  const read = await sendRequest("GET", `/${workspace.slug}/data/api-keys`, {
    cookie: action.cookie,
    origin: evil,
  });
  expect(read.headers.get("access-control-allow-origin")).toBeNull();
  expect(read.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(read.headers.get("cache-control")).toContain("no-store");
});
