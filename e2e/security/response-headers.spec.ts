import { expect, test } from "../support/fixtures";
import { sendRequest } from "../support/http";

test("every response carries security headers, and pages allow only scripts with a fresh nonce", async ({
  page,
  workspace,
}) => {
  await page.goto("/sign-in");
  const asset = await page.locator("script[src]").first().getAttribute("src");
  const pages = ["/sign-in", "/nothing/here", "/docs", "/docs/nothing", "/"];
  const others = [
    asset ?? "",
    "/favicon.svg",
    "/_next/static/nothing.js",
    `/${workspace.slug}/data/api-keys`,
    `/${workspace.slug}/data/audit.csv`,
    "/account/data",
    "/%E0%A4%A",
    "/healthz",
    "/v3/conversations",
    "/v3/nothing",
    "/openapi.json",
  ];
  const nonces = new Set<string>();
  for (const path of [...pages, ...others]) {
    const { headers, text } = await sendRequest("GET", path);
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("referrer-policy"), path).toMatch(/^(same-origin|no-referrer)$/);
    expect(headers.get("x-powered-by"), path).toBeNull();
    expect(headers.get("strict-transport-security"), path).toBeNull();
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy, path).toContain("frame-ancestors 'none'");
    if (!pages.includes(path)) {
      expect(policy, path).toContain("default-src 'none'");
      continue;
    }
    const scripts = policy.split("; ").find((part) => part.startsWith("script-src")) ?? "";
    expect(scripts, path).not.toMatch(/unsafe/);
    const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1] ?? "";
    expect(nonce.length, path).toBeGreaterThan(20);
    expect(nonces.has(nonce), `${path} has the nonce of another response`).toBe(false);
    nonces.add(nonce);
    for (const [tag] of text.matchAll(/<script\b[^>]*>/g)) expect(tag, path).toContain(`nonce="${nonce}"`);
    expect(headers.get("cache-control"), path).toContain("no-store");
  }
});

test("image optimization is disabled", async ({ request }) => {
  const resized = await request.get("/_next/image?url=%2Ffavicon.svg&w=64&q=75");
  expect(resized.status()).toBe(404);
  expect((await request.get("/favicon.svg")).status()).toBe(200);
});
