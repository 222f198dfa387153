import type { IncomingMessage } from "node:http";
import proxyAddress from "proxy-addr";
import { log } from "@/lib/core/log";
import { CLIENT_IP_HEADER } from "@/lib/features/auth/auth";

/** What a client may only say through a proxy that is trusted. */
const FORWARDED_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port"];

/**
 * Puts the client's address where both edges read it. Only a proxy that TRUST_PROXY names is believed about it; from
 * anybody else, headers that speak of another host or client are dropped.
 */
export function trustProxy(trusted: string | undefined): (request: IncomingMessage) => void {
  const trust = trusted ? proxyAddress.compile(trusted.split(",").map((entry) => entry.trim())) : () => false;
  let warned = trusted !== undefined;
  return (request) => {
    const direct = request.socket.remoteAddress ?? "";
    // After an action that redirects, Next asks this server itself, with the headers of the request that it was asked by.
    const ownRequest = request.headers[CLIENT_IP_HEADER] !== undefined;
    if (!warned && !ownRequest && request.headers["x-forwarded-for"]) {
      warned = true;
      log().warn(
        { from: direct },
        "X-Forwarded-For is not believed: if a proxy of yours stands at this address, name it in TRUST_PROXY, or all its clients share one rate limit",
      );
    }
    const { headers } = request;
    let address = direct;
    if (trust(direct, 0)) address = stripPort(proxyAddress(request, trust) ?? direct);
    // Looked for first: a delete, even of nothing, makes every later look at the headers slower.
    else for (const name of FORWARDED_HEADERS) if (name in headers) delete headers[name];
    // Nobody needs it, for PUBLIC_URL says what people use. Next would ask this server by it after an action that redirects,
    // and speak TLS to a port that knows none.
    if ("x-forwarded-proto" in headers) delete headers["x-forwarded-proto"];
    headers[CLIENT_IP_HEADER] = address.startsWith("::ffff:") ? address.slice(7) : address;
  };
}

/** Some proxies tell the client's port as well: each connection would be somebody new, with tries of their own. */
const stripPort = (address: string): string =>
  address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$|^\[([^\]]*)\](:\d+)?$/, "$1$2");
