import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { provideSettings, settings } from "@/lib/core/env";
import { sendRawBytes, sendRawRequest } from "@/testing/raw-http";
import { trustProxy } from "./client-ip";
import { securePages } from "./page-security";

let server: Server | undefined;
afterEach(() => server?.close());

/** A page behind `securePages` that responds with the client IP after running `before`. */
async function guarded(
  trusted: string | undefined,
  PUBLIC_URL: string,
  before: (request: IncomingMessage) => Promise<void> = async () => {},
): Promise<number> {
  provideSettings({ ...settings(), PUBLIC_URL });
  const settle = trustProxy(trusted);
  server = createServer((request, response) => {
    settle(request);
    if (securePages(request, response)) return;
    before(request).then(
      () => response.end(String(request.headers["x-studio-client-address"])),
      // The client already has a response.
      () => {},
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const post = (port: number, headers: Record<string, string>) =>
  sendRawRequest(port, {
    method: "POST",
    target: "/sign-in",
    headers: Object.entries(headers),
    body: undefined,
  });

test.each<[Record<string, string>, number]>([
  [{}, 403],
  [{ origin: "" }, 403],
  [{ origin: "null" }, 403],
  [{ origin: "https://evil.example" }, 403],
  [{ origin: "https://keys.example.com.evil.example" }, 403],
  [{ origin: "http://keys.example.com", host: "keys.example.com" }, 403],
  [{ origin: "http://keys.example.com:80", host: "keys.example.com" }, 403],
  [{ origin: "https://evil.example", "x-forwarded-host": "evil.example" }, 403],
  [{ origin: "https://evil.example", forwarded: "host=evil.example" }, 403],
  [{ origin: "https://keys.example.com" }, 200],
  [{ origin: "https://keys.example.com", host: "keys.example.com" }, 200],
  [{ origin: "http://10.0.0.7:3000", host: "10.0.0.7:3000" }, 403],
  [{ origin: "https://10.0.0.7:3000", host: "10.0.0.7:3000" }, 200],
])("responds to a POST with %j with %i", async (headers, status) => {
  const port = await guarded(undefined, "https://keys.example.com");
  expect((await post(port, headers)).status).toBe(status);
});

test("trusts the forwarded host and client only from a proxy in TRUST_PROXY", async () => {
  const forwarded = {
    origin: "https://other.example",
    "x-forwarded-host": "other.example",
    "x-forwarded-for": "192.0.2.9, 198.51.100.4",
    "x-studio-client-address": "203.0.113.5",
  };
  const untrusted = await post(await guarded("10.0.0.0/8", "https://keys.example.com"), forwarded);
  expect(untrusted.status).toBe(403);
  const own = await guarded(undefined, "http://localhost:3000");
  expect((await post(own, { ...forwarded, host: "other.example" })).text).toBe("127.0.0.1");
  const downgraded = {
    ...forwarded,
    origin: "http://keys.example.com",
    "x-forwarded-host": "keys.example.com",
  };
  const plain = await post(await guarded("127.0.0.1", "https://keys.example.com"), downgraded);
  expect(plain.status).toBe(403);
  const trusted = await post(await guarded("127.0.0.1", "https://keys.example.com"), forwarded);
  expect([trusted.status, trusted.text]).toEqual([200, "198.51.100.4"]);
});

test.each([
  ["198.51.100.4", "198.51.100.4"],
  ["198.51.100.4:50312", "198.51.100.4"],
  ["::ffff:198.51.100.4", "198.51.100.4"],
  ["2001:db8::7", "2001:db8::7"],
  ["[2001:db8::7]:50312", "2001:db8::7"],
  ["[2001:db8::7]", "2001:db8::7"],
])("reads the client IP from X-Forwarded-For %s: %s", async (forwarded, address) => {
  const port = await guarded("127.0.0.1", "https://keys.example.com");
  const origin = "https://keys.example.com";
  expect((await post(port, { origin, "x-forwarded-for": forwarded })).text).toBe(address);
});

const HTML = { accept: "text/html,application/xhtml+xml", host: "keys.example.com" };

test.each<[Record<string, string>, number]>([
  [{ ...HTML, "x-forwarded-proto": "http" }, 421],
  [{ ...HTML, "x-forwarded-proto": "HTTP , http" }, 421],
  [{ ...HTML, "x-forwarded-proto": "http", "x-forwarded-host": "keys.example.com" }, 421],
  [{ ...HTML, host: "10.0.0.7:3000" }, 421],
  [{ ...HTML, host: "keys.example.com:8080" }, 421],
  [{ ...HTML, "x-forwarded-host": "other.example" }, 421],
  // A browser sends Sec-Fetch headers only over https, whatever a proxy in between says.
  [{ ...HTML, "x-forwarded-proto": "http", "sec-fetch-mode": "navigate" }, 200],
  [{ ...HTML, "sec-fetch-site": "none", host: "10.0.0.7:3000" }, 200],
  [{ ...HTML, "x-forwarded-proto": "https" }, 200],
  [{ ...HTML, "x-forwarded-proto": "https, http" }, 200],
  [{ ...HTML, "x-forwarded-proto": "https", "x-forwarded-host": "other.example" }, 200],
  [{ ...HTML, "x-forwarded-host": "keys.example.com", host: "10.0.0.7:3000" }, 200],
  [HTML, 200],
  // Health checks and other programs.
  [{ host: "10.0.0.7:3000" }, 200],
  [{ accept: "*/*", host: "10.0.0.7:3000", "x-forwarded-proto": "http" }, 200],
  [{ accept: "application/json", host: "10.0.0.7:3000" }, 200],
])("responds to a GET of a page with %j with %i while PUBLIC_URL has https", async (headers, status) => {
  const get = async (publicUrl: string) =>
    sendRawRequest(await guarded("127.0.0.1", publicUrl), {
      method: "GET",
      target: "/sign-in",
      headers: Object.entries(headers),
      body: undefined,
    });
  const response = await get("https://keys.example.com");
  expect(response.status).toBe(status);
  if (status === 421) {
    expect(response.text).toMatch(
      /^This console is set up for https:\/\/keys\.example\.com, .* set PUBLIC_URL .*\.\n$/,
    );
  }
  server?.close();
  expect((await get("http://keys.example.com")).status).toBe(200);
});

test.each([
  ["127.0.0.1", "/keys", 421],
  ["127.0.0.1", "/", 200],
  [undefined, "/keys", 200],
])(
  "with the trusted proxy %s, responds to a page with the prefix %s with %i",
  async (proxy, prefix, status) => {
    const response = await sendRawRequest(await guarded(proxy, "http://keys.example.com"), {
      ...{ method: "GET", target: "/sign-in", body: undefined },
      headers: [
        ["host", "keys.example.com"],
        ["x-forwarded-prefix", prefix],
      ],
    });
    expect(response.status).toBe(status);
    if (status === 421) expect(response.text).toContain("root of a host");
  },
);

test("says why it refuses a change from a page over http", async () => {
  const port = await guarded(undefined, "https://keys.example.com");
  for (const headers of [
    { origin: "http://10.0.0.7:3000", host: "10.0.0.7:3000" },
    { origin: "http://keys.example.com", host: "keys.example.com" },
    { origin: "http://localhost:3000", host: "localhost:3000" },
  ]) {
    expect(await post(port, headers)).toMatchObject({
      status: 403,
      text: expect.stringContaining("Open https://keys.example.com"),
    });
  }
  const other = await post(port, { origin: "http://evil.example", host: "keys.example.com" });
  expect(other).toMatchObject({ status: 403, text: expect.stringContaining("another site") });
});

const TOKEN = ["asl_", "Ab3-_".repeat(8), "xYz"].join("");

test.each([
  [`/invite%23${TOKEN}`, "/link?changed=invite"],
  [`/link%2523${TOKEN}`, "/link?changed=link"],
  [`/setup?${TOKEN}`, "/link?changed=setup"],
  [`/sign-in?to=%2Finvite%23${TOKEN}`, "/link?changed=invite"],
  [`/invite%23${TOKEN}%`, "/link?changed=invite"],
  [`/docs/${TOKEN}`, "/link?changed=link"],
  // The browser keeps the fragment, in which the token is.
  ["/invite%20", "/invite"],
  ["/Invite", "/invite"],
  ["/link.", "/link"],
  ["/setup%3E", "/setup"],
  ["/invite%E2%80%8B", "/invite"],
])("redirects %s to %s, without the token", async (target, location) => {
  const port = await guarded(undefined, "http://localhost:3000");
  const send = (method: string) => sendRawRequest(port, { method, target, headers: [], body: undefined });
  for (const method of ["GET", "HEAD"]) {
    const { status, headers, text } = await send(method);
    expect([status, headers.get("location"), headers.get("referrer-policy"), text]).toEqual([
      303,
      location,
      "no-referrer",
      "",
    ]);
  }
  const posted = await send("POST");
  expect(posted.status).toBe(400);
  expect(posted.text).not.toContain("asl_");
});

test.each(["/invite", "/invite/", "/link?changed=invite", "/acme/link", "/invites"])(
  "passes %s on",
  async (target) => {
    const port = await guarded(undefined, "http://localhost:3000");
    expect((await sendRawRequest(port, { method: "GET", target, headers: [], body: undefined })).status).toBe(
      200,
    );
  },
);

test("sends Strict-Transport-Security only behind TLS", async () => {
  const get = async (url: string) =>
    (
      await sendRawRequest(await guarded(undefined, url), {
        method: "GET",
        target: "/",
        headers: [],
        body: undefined,
      })
    ).headers;
  expect((await get("https://keys.example.com")).get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
  expect((await get("http://localhost:3000")).get("strict-transport-security")).toBeNull();
});

const tree = (value: unknown): [string, string] => [
  "Next-Router-State-Tree",
  encodeURIComponent(JSON.stringify(value)),
];

test.each<[string, [string, string] | undefined, number]>([
  ["/sign-in", undefined, 200],
  ["/a%20b/%C3%A9?x=%E0%A4%A", undefined, 200],
  ["/%E0%A4%A", undefined, 400],
  ["/acme/data/api-keys/%", undefined, 400],
  ["/acme/data/api-keys/%00/requests", undefined, 400],
  ["/acme?search=%00", undefined, 200],
  ["/_next/static/%ED%A0%80", undefined, 400],
  ["*", undefined, 400],
  ["/sign-in", tree(["", { children: ["sign-in", {}] }]), 200],
  ["/sign-in", tree(["", { children: ["sign-in"] }]), 400],
  ["/sign-in", ["Next-Router-State-Tree", "%E0%A4%A"], 400],
  ["/sign-in", ["Next-Router-State-Tree", "["], 400],
])("responds to GET %s with %j with %i, as text or in the envelope", async (target, header, status) => {
  const port = await guarded(undefined, "https://keys.example.com");
  const get = (more: [string, string][]) =>
    sendRawRequest(port, {
      method: "GET",
      target,
      headers: header ? [header, ...more] : more,
      body: undefined,
    });
  const text = await get([]);
  expect(text.status).toBe(status);
  const json = await get([["Accept", "application/json"]]);
  expect(json.status).toBe(status);
  if (status === 200) return;
  expect(text.text).toMatch(/is not valid\.\n$/);
  expect(JSON.parse(json.text)).toMatchObject({ success: false, error_code: "REQUEST_MALFORMED" });
});

test.each([
  ["a body that is incomplete after 30 seconds gets 408", "x", 408],
  ["a response to a complete body may take longer than 30 seconds", "x".repeat(99), 200],
])("%s", async (_, body, expected) => {
  // As Next does: it reads the body, and then prepares the response.
  const port = await guarded(undefined, "https://keys.example.com", async (request) => {
    for await (const _ of request);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  });
  // Only the timers of the server: the connection itself is real.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let status = 0;
  try {
    const head = "POST /sign-in HTTP/1.1\r\nHost: keys.example.com\r\nOrigin: https://keys.example.com\r\n";
    const response = sendRawBytes(port, `${head}Connection: close\r\nContent-Length: 99\r\n\r\n${body}`).then(
      (received) => {
        status = received.status;
      },
    );
    while (status === 0) {
      vi.advanceTimersByTime(1000);
      await new Promise(setImmediate);
    }
    await response;
  } finally {
    vi.useRealTimers();
  }
  expect(status).toBe(expected);
});

test.each([
  ["a body over 1 MiB with its length", `Content-Length: 1048577\r\n\r\n`, 413],
  [
    "a body over 1 MiB without its length",
    `Transfer-Encoding: chunked\r\n\r\n${`10000\r\n${"x".repeat(0x10000)}\r\n`.repeat(17)}`,
    413,
  ],
  ["a body of 1 MiB", `Content-Length: 1048576\r\n\r\n${"x".repeat(1_048_576)}`, 200],
])("limits the size of a body: %s", async (_, rest, expected) => {
  const port = await guarded(undefined, "https://keys.example.com", async (request) => {
    for await (const _ of request);
  });
  const head = "POST /sign-in HTTP/1.1\r\nHost: keys.example.com\r\nOrigin: https://keys.example.com\r\n";
  expect((await sendRawBytes(port, `${head}Connection: close\r\n${rest}`)).status).toBe(expected);
});

test("refuses a body with Content-Encoding, which Next does not unpack", async () => {
  const port = await guarded(undefined, "https://keys.example.com");
  const headers = { origin: "https://keys.example.com", host: "keys.example.com" };
  const refused = await post(port, { ...headers, "content-encoding": "gzip" });
  expect([refused.status, refused.headers.get("accept-encoding")]).toEqual([415, "identity"]);
  expect((await post(port, { ...headers, "content-encoding": "identity" })).status).toBe(200);
});

test.each(["Range", "If-Range", "If-Match", "If-Unmodified-Since"])(
  "removes the header %s, to which Next would respond with 500",
  async (name) => {
    let names: string[] = [];
    const port = await guarded(undefined, "https://keys.example.com", async ({ headers }) => {
      names = Object.keys(headers);
    });
    const headers: [string, string][] = [[name, "x"]];
    const { status } = await sendRawRequest(port, {
      method: "GET",
      target: "/favicon.ico",
      headers,
      body: undefined,
    });
    expect(status).toBe(200);
    expect(names).toContain("host");
    expect(names).not.toContain(name.toLowerCase());
  },
);
