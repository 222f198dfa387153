import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { CLIENT_IP_HEADER } from "@/lib/core/client-ip-header";
import { runNode } from "@/testing/run-node";
import { trustProxy } from "./client-ip";

const script = (trusted: string) => `
  const { provideSettings, readSettings } = await import("./lib/core/env.ts");
  const { trustProxy } = await import("./lib/server/http/client-ip.ts");
  provideSettings(readSettings({}));
  const setClientIp = trustProxy(${trusted});
  const request = (headers) => ({ headers, socket: { remoteAddress: "10.1.2.3" } });
  setClientIp(request({}));
  setClientIp({ ...request({ "x-forwarded-for": "127.0.0.1", "x-studio-client-address": "127.0.0.1" }), socket: { remoteAddress: "127.0.0.1" } });
  setClientIp(request({ "x-forwarded-for": "192.0.2.9" }));
  setClientIp(request({ "x-forwarded-for": "192.0.2.10" }));
`;

test("warns once about a proxy that TRUST_PROXY does not name, and never when it is set", async () => {
  const warnings = async (trusted: string) => {
    const { stdout, stderr, code } = await runNode(["--input-type=module", "-e", script(trusted)]);
    expect([code, stderr]).toEqual([0, ""]);
    return stdout.split("\n").filter(Boolean);
  };
  const [line = "", ...more] = await warnings("undefined");
  expect(more).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({ from: "10.1.2.3", msg: expect.stringContaining("TRUST_PROXY") });
  expect(line).not.toContain("192.0.2");
  expect(await warnings('"172.16.0.0/12"')).toEqual([]);
});

/** The client IP of a request from a peer with these values of X-Forwarded-For, as Node.js joins them. */
function clientIpOf(peer: string, ...fields: string[]): unknown {
  const request = new IncomingMessage(Object.defineProperty(new Socket(), "remoteAddress", { value: peer }));
  request.headers["x-forwarded-for"] = fields.join(", ");
  trustProxy("10.0.0.0/8, 2001:db8:ffff::/48, fe80::/10")(request);
  return request.headers[CLIENT_IP_HEADER];
}

test.each([
  // With ports, brackets, quotes and white space, as proxies write addresses.
  ["203.0.113.9:5555, 10.0.0.5:4321", "203.0.113.9"],
  ["203.0.113.9:5555,10.0.0.5", "203.0.113.9"],
  ["203.0.113.9\t,\t 10.0.0.5:4321 ", "203.0.113.9"],
  ['"203.0.113.9:5555", "10.0.0.5"', "203.0.113.9"],
  ["[2001:db8::1]:443, 10.0.0.5:4321", "2001:db8::1"],
  ["[2001:db8::1], [2001:db8:ffff::5]:4321", "2001:db8::1"],
  ['"[2001:db8::1]:443", "[2001:db8:ffff::5]"', "2001:db8::1"],
  ["2001:db8::1, 2001:DB8:FFFF:0::5", "2001:db8::1"],
  ["203.0.113.9, ::ffff:10.0.0.5", "203.0.113.9"],
  ["203.0.113.9, [::FFFF:a00:5]:80", "203.0.113.9"],
  ["203.0.113.9, fe80::1%eth0", "203.0.113.9"],
  // One spelling for one client.
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["[::ffff:cb00:7109]:443", "203.0.113.9"],
  ["2001:db8::1%eth7", "2001:db8::1"],
  // What the client wrote itself, before the address that a proxy appended.
  ["198.51.100.1, 203.0.113.9, 10.0.0.5", "203.0.113.9"],
  ["10.0.0.5, 203.0.113.9", "203.0.113.9"],
  ["unknown, 203.0.113.9:1, 10.0.0.5:2", "203.0.113.9"],
  // Empty elements do not count.
  [", 203.0.113.9,, ,10.0.0.5, ,", "203.0.113.9"],
  ["", "10.1.2.3"],
  [" , ,", "10.1.2.3"],
  // Only proxies: the farthest.
  ["10.0.0.7, 10.0.0.5:4321", "10.0.0.7"],
  // An entry that is no address: the client is the proxy that wrote it.
  ["203.0.113.9, unknown", "10.1.2.3"],
  ["203.0.113.9, unknown, 10.0.0.5", "10.0.0.5"],
  ["203.0.113.9, _hidden, 10.0.0.5:4321", "10.0.0.5"],
  ["203.0.113.009, 10.0.0.5", "10.0.0.5"],
  ["203.0.113.9, 010.0.0.5", "10.1.2.3"],
  ["203.0.113.9, 0x0a000005", "10.1.2.3"],
  ["203.0.113.9, 167772165", "10.1.2.3"],
  ['203.0.113.9, "10.0.0.5', "10.1.2.3"],
  ["203.0.113.9, [10.0.0.5", "10.1.2.3"],
  ["203.0.113.9, 10.0.0.5:", "10.1.2.3"],
  ["203.0.113.9, 10.0.0.5:1234567", "10.1.2.3"],
  ["203.0.113.9, 10.0.0.5;10.0.0.6", "10.1.2.3"],
  ["203.0.113.9 10.0.0.5", "10.1.2.3"],
])("reads X-Forwarded-For %j from a trusted proxy as %s", (field, address) => {
  expect(clientIpOf("10.1.2.3", field)).toBe(address);
  expect(clientIpOf("::ffff:10.1.2.3", field)).toBe(address);
});

test("reads several header fields as one list", () => {
  expect(clientIpOf("10.1.2.3", "203.0.113.9:5555", "10.0.0.5:4321")).toBe("203.0.113.9");
  expect(clientIpOf("10.1.2.3", "198.51.100.1", "203.0.113.9")).toBe("203.0.113.9");
});

test("reads a field of the maximum size and takes a peer that is not trusted for the client", () => {
  const hops = Array(3000).fill("10.0.0.5");
  expect(clientIpOf("10.1.2.3", "203.0.113.9:5", ...hops)).toBe("203.0.113.9");
  expect(clientIpOf("10.1.2.3", "[".repeat(16_000))).toBe("10.1.2.3");
  expect(clientIpOf("203.0.113.7", "10.0.0.5")).toBe("203.0.113.7");
  expect(clientIpOf("::ffff:203.0.113.7", "10.0.0.5")).toBe("203.0.113.7");
  expect(clientIpOf("fe80::2%eth0", "203.0.113.9")).toBe("203.0.113.9");
  expect(clientIpOf("fe80::2%eth0", "")).toBe("fe80::2");
});
