import type { IncomingMessage } from "node:http";
import proxyAddress from "proxy-addr";
import { CLIENT_IP_HEADER } from "@/lib/core/client-ip-header";
import { log } from "@/lib/core/log";

/** Headers that only a trusted proxy may set. */
const FORWARDED_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port"];

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
    let clientIp = direct;
    if (trust(direct, 0)) clientIp = stripPort(proxyAddress(request, trust) ?? direct);
    // Checks first: `delete`, even of a missing property, makes later access to the headers slower.
    else for (const name of FORWARDED_HEADERS) if (name in headers) delete headers[name];
    // PUBLIC_URL determines the scheme. After an action that redirects, Next would use this header to connect to this server
    // and try TLS on a port without it.
    if ("x-forwarded-proto" in headers) delete headers["x-forwarded-proto"];
    headers[CLIENT_IP_HEADER] = clientIp.startsWith("::ffff:") ? clientIp.slice(7) : clientIp;
  };
}

/** Removes the port that some proxies add: otherwise each connection would have a rate limit of its own. */
const stripPort = (address: string): string =>
  address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$|^\[([^\]]*)\](:\d+)?$/, "$1$2");
