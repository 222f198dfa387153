import type { IncomingMessage } from "node:http";
import proxyAddress from "proxy-addr";
import { CLIENT_IP_HEADER } from "@/lib/core/client-ip-header";
import { parseIpAddress } from "@/lib/core/ip-address";
import { log } from "@/lib/core/log";

/** Headers that only a trusted proxy may set. */
const FORWARDED_HEADERS = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
];

/**
 * Stores the client IP in the header that API and pages read. Trusts X-Forwarded-For only from the proxies in TRUST_PROXY;
 * from other peers, the forwarding headers are removed.
 */
export function trustProxy(trusted: string | undefined): (request: IncomingMessage) => void {
  const trust = trusted ? proxyAddress.compile(trusted.split(",").map((entry) => entry.trim())) : () => false;
  let warned = trusted !== undefined;
  return (request) => {
    const direct = request.socket.remoteAddress ?? "";
    // After an action that redirects, Next sends a request to this server itself, with the headers of the first request.
    const ownRequest = request.headers[CLIENT_IP_HEADER] !== undefined;
    if (!warned && !ownRequest && request.headers["x-forwarded-for"]) {
      warned = true;
      log().warn(
        { from: direct },
        "Ignored X-Forwarded-For. If this IP is your proxy, add it to TRUST_PROXY; otherwise all its clients share one rate limit",
      );
    }
    const { headers } = request;
    let clientIp = direct.startsWith("::ffff:") ? direct.slice(7) : direct;
    if (clientIp.includes("%")) clientIp = parseIpAddress(clientIp) ?? clientIp;
    if (trust(direct, 0)) clientIp = forwardedFor(headers["x-forwarded-for"], clientIp, trust);
    // Checks first: `delete`, even of a missing property, makes later access to the headers slower.
    else for (const name of FORWARDED_HEADERS) if (name in headers) delete headers[name];
    if ("x-forwarded-proto" in headers) {
      const schemes = String(headers["x-forwarded-proto"]).split(",");
      const isHttp = schemes.every((name) => /^\s*http\s*$/i.test(name));
      if (trust(direct, 0)) forwardedScheme.set(request, isHttp ? "http" : "https");
      // PUBLIC_URL determines the scheme. After an action that redirects, Next would use this header to connect to this
      // server and try TLS on a port without it.
      delete headers["x-forwarded-proto"];
    }
    headers[CLIENT_IP_HEADER] = clientIp;
  };
}

/** How a trusted proxy received a request, by its X-Forwarded-Proto: https if any of several proxies says so. */
export const forwardedScheme = new WeakMap<IncomingMessage, "http" | "https">();

/**
 * The nearest address in X-Forwarded-For that is no trusted proxy. Each proxy appends the address that connected to it, so
 * the list is read from its end, and everything before an untrusted address is the client's own text. An entry that is no
 * address, such as `unknown`, ends the list as well: the client is then the proxy that wrote it.
 * @param field Node.js joins several header fields with commas
 * @param peer the address of the trusted proxy that sent the request
 */
function forwardedFor(
  field: string | string[] | undefined,
  peer: string,
  trust: (address: string, hop: number) => boolean,
): string {
  const list = String(field ?? "");
  let nearest = peer;
  for (let end = list.length; end >= 0; ) {
    const comma = end > 0 ? list.lastIndexOf(",", end - 1) : -1;
    const entry = list.slice(comma + 1, end).trim();
    end = comma;
    // A recipient ignores empty elements of a list (RFC 9110, 5.6.1).
    if (entry === "") continue;
    const address = parseIpAddress(withoutPort(entry));
    if (address === undefined) return nearest;
    nearest = address;
    if (!trust(address, 0)) return nearest;
  }
  return nearest;
}

/**
 * The address of a list entry without the port, brackets and quotes that some proxies add (RFC 7239, section 6): otherwise
 * each connection would have a rate limit of its own.
 */
const withoutPort = (entry: string): string => ENTRY.exec(entry)?.slice(2).join("") ?? entry;

const ENTRY = /^("?)(?:([\d.]+)(?::\d{1,5})?|\[([^\]]*)\](?::\d{1,5})?|([^"]*))\1$/;
