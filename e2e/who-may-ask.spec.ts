import { randomBytes } from "node:crypto";
import type { BrowserContext } from "playwright/test";
import { pool, reader } from "@/db/client";
import { selectMembers } from "@/db/queries/people";
import { makeSignInLink } from "@/lib/auth/one-time-links";
import { exchange, exchangeBytes } from "@/lib/testing/exchange";
import { expect, test } from "./fixtures";

const port = () => Number(process.env.PORT);
const send = (method: string, target: string, headers: Record<string, string> = {}, body?: string) =>
  exchange(port(), {
    method,
    target,
    headers: Object.entries(headers),
    body: body === undefined ? undefined : Buffer.from(body),
  });

/** The session's cookie as the browser has it. */
async function sessionOf(context: BrowserContext) {
  const cookie = (await context.cookies()).find(({ name }) => name.endsWith("studio_session"));
  expect(cookie, "the session's cookie").toBeDefined();
  return { ...cookie, header: `${cookie?.name}=${cookie?.value}`, value: cookie?.value ?? "" };
}

const statusWith = async (cookie: string) => (await send("GET", "/account/data", { cookie })).status;

test("a server action is done for pages of this site alone, whatever the request says of itself", async ({
  page,
  stage,
  open,
  context,
}) => {
  await open("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Captured");
  await page.getByRole("checkbox", { name: "Handoff" }).check();
  const sent = page.waitForRequest((request) => request.headers()["next-action"] !== undefined);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const action = await sent;
  await expect(page.getByText(/^ask_/)).toBeVisible();
  const { header: cookie } = await sessionOf(context);
  const keys = async () => {
    const { rows } = await pool().query("select name from api_keys where workspace_id = $1", [
      stage.operator.workspaceId,
    ]);
    return rows.length;
  };
  const replay = (headers: Record<string, string>, body = action.postData() ?? "") => {
    const { "next-action": id = "", "content-type": type = "", accept = "" } = action.headers();
    const all = { "next-action": id, "content-type": type, accept, cookie, ...headers };
    const fresh = body.replace("Captured", `Replayed ${randomBytes(4).toString("hex")}`);
    return send("POST", new URL(action.url()).pathname, all, fresh);
  };
  const evil = "https://evil.example";
  expect(await keys()).toBe(1);
  for (const headers of [
    {},
    { origin: "null" },
    { origin: evil },
    { origin: evil, "x-forwarded-host": "evil.example" },
    { origin: evil, forwarded: "host=evil.example;proto=https" },
    { origin: `http://localhost:${port()}.evil.example` },
    { origin: evil, referer: `http://localhost:${port()}/`, "sec-fetch-site": "same-origin" },
  ] as Record<string, string>[]) {
    expect((await replay(headers)).status, JSON.stringify(headers)).toBe(403);
  }
  expect(await keys()).toBe(1);
  const own = { origin: `http://127.0.0.1:${port()}` };
  expect(
    (await replay(own, "x".repeat(1_200_000))).status,
    "a body that is too large",
  ).toBeGreaterThanOrEqual(400);
  expect(await keys()).toBe(1);
  expect((await replay(own)).status).toBe(200);
  expect(await keys(), "the same request from this site").toBe(2);

  for (const path of ["/sign-in", "/setup", "/link", "/invite", "/account"]) {
    expect((await send("POST", path, { origin: evil, "next-action": "x" })).status, path).toBe(403);
  }
  const read = await send("GET", `/${stage.slug}/data/api-keys`, { cookie, origin: evil });
  expect(read.headers.get("access-control-allow-origin")).toBeNull();
  expect(read.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  expect(read.headers.get("cache-control")).toContain("no-store");
});

test("whoever signs in gets a session of their own, which ends when it is to end", async ({
  page,
  stage,
  open,
  context,
  browser,
}) => {
  // Planted by somebody who hopes that it will be signed in.
  const planted = {
    name: "studio_session",
    value: "planted.by-somebody-else",
    url: `http://localhost:${port()}`,
  };
  await context.addCookies([planted]);
  await open("agents");
  const first = await sessionOf(context);
  expect(first).toMatchObject({
    name: "studio_session",
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    domain: "localhost",
  });
  expect(first.value).not.toBe(planted.value);
  expect(await statusWith(`studio_session=${planted.value}`)).toBe(401);
  expect(await statusWith(first.header)).toBe(200);

  const [ada] = await selectMembers(reader(), stage.operator.workspaceId);
  const enter = async (context: BrowserContext) => {
    const other = await context.newPage();
    await other.goto(`http://localhost:${port()}${await makeSignInLink(reader(), ada?.userId ?? "")}`);
    await other.waitForURL(`**/${stage.slug}/**`);
    await other.close();
    return sessionOf(context);
  };
  const second = await enter(context);
  expect(second.value).not.toBe(first.value);
  expect(await statusWith(first.header), "the session that the browser had before").toBe(401);
  expect(await statusWith(second.header)).toBe(200);

  await page.goto(`/${stage.slug}/agents`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await statusWith(second.header), "after signing out").toBe(401);

  const elsewhere = await browser.newContext();
  const third = await enter(elsewhere);
  const move = (change: string) =>
    pool().query(`update sessions set ${change} where user_id = $1 returning expires_at`, [ada?.userId]);
  const expiry = (await move("updated_at = now() - interval '23 hours'")).rows[0].expires_at;
  expect(Math.round((expiry - Date.now()) / 86_400_000)).toBe(30);
  expect(await statusWith(third.header), "idle for 23 hours").toBe(200);
  const soon = (await move("expires_at = now() + interval '5 days'")).rows[0].expires_at;
  expect(await statusWith(third.header), "five days before its end").toBe(200);
  const used = (await move("ip_address = ip_address")).rows[0].expires_at;
  expect(used, "using a session prolongs nothing").toEqual(soon);
  await move("updated_at = now() - interval '25 hours'");
  expect(await statusWith(third.header), "idle for 25 hours").toBe(401);
  expect((await move("updated_at = now()")).rows, "what is left of it").toEqual([]);
  const fourth = await enter(elsewhere);
  await move("expires_at = now() - interval '1 second'");
  expect(await statusWith(fourth.header), "after thirty days").toBe(401);
  await elsewhere.close();
});

test("every answer carries what keeps browsers from harm, pages let no script in but their own", async ({
  page,
  stage,
}) => {
  await page.goto("/sign-in");
  const asset = await page.locator("script[src]").first().getAttribute("src");
  const pages = ["/sign-in", "/nothing/here", "/docs", "/docs/nothing", "/"];
  const others = [
    asset ?? "",
    "/favicon.svg",
    "/_next/static/nothing.js",
    `/${stage.slug}/data/api-keys`,
    "/%E0%A4%A",
    "/healthz",
    "/v3/conversations",
    "/v3/nothing",
    "/openapi.json",
  ];
  const nonces = new Set<string>();
  for (const path of [...pages, ...others]) {
    const { headers, text } = await send("GET", path);
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("referrer-policy"), path).toMatch(/^(same-origin|no-referrer)$/);
    expect(headers.get("x-powered-by"), path).toBeNull();
    expect(headers.get("strict-transport-security"), path).toBeNull();
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy, path).toContain("frame-ancestors 'none'");
    if (!pages.includes(path)) continue;
    const scripts = policy.split("; ").find((part) => part.startsWith("script-src")) ?? "";
    expect(scripts, path).not.toMatch(/unsafe/);
    const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1] ?? "";
    expect(nonce.length, path).toBeGreaterThan(20);
    expect(nonces.has(nonce), `${path} has the nonce of another answer`).toBe(false);
    nonces.add(nonce);
    for (const [tag] of text.matchAll(/<script\b[^>]*>/g)) expect(tag, path).toContain(`nonce="${nonce}"`);
    expect(headers.get("cache-control"), path).toContain("no-store");
  }
});

test("a method that an address does not take is told which it takes", async ({ stage }) => {
  const targets: [string, string][] = [
    ["/sign-in", "GET, HEAD, POST"],
    ["/nothing/here", "GET, HEAD, POST"],
    ["/favicon.svg", "GET, HEAD"],
    ["/_next/static/nothing.js", "GET, HEAD"],
    [`/${stage.slug}/data/api-keys`, "GET, HEAD"],
    ["/account/data", "GET, HEAD"],
    ["/v3/conversations", "GET, HEAD"],
    ["/v1/external-events/webhook", "POST"],
    ["/healthz", "GET, HEAD"],
  ];
  for (const [target, allow] of targets) {
    for (const method of ["TRACE", "PROPFIND", "PUT", "DELETE", "OPTIONS"]) {
      const { status, headers } = await send(method, target);
      expect([status, headers.get("allow")], `${method} ${target}`).toEqual([405, allow]);
    }
  }
  for (const first of ["BREW /sign-in", "get /sign-in", "CONNECT evil.example:443"]) {
    const { status, headers } = await exchangeBytes(
      port(),
      `${first} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`,
    );
    expect([status, headers.get("allow")], first).toEqual([405, "GET, HEAD, POST, PATCH"]);
  }
  const flood = await exchangeBytes(port(), `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: h\r\n\r\n`);
  expect(flood.status).toBe(431);
});
