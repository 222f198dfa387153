import type { IncomingMessage } from "node:http";
import proxyAddress from "proxy-addr";
import { CLIENT_ADDRESS_HEADER } from "../auth/auth";

/** What a client may only say through a proxy that is trusted. */
const TOLD_BY_PROXIES = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-forwarded-port",
];

/**
 * Puts the client's address where both edges read it. Only a proxy that TRUST_PROXY names is believed about it; from
 * anybody else, headers that speak of another host or client are dropped.
 */
export function addressSetter(trusted: string | undefined): (request: IncomingMessage) => void {
  const trust = trusted ? proxyAddress.compile(trusted.split(",").map((entry) => entry.trim())) : () => false;
  return (request) => {
    const direct = request.socket.remoteAddress ?? "";
    if (!trust(direct, 0)) for (const name of TOLD_BY_PROXIES) delete request.headers[name];
    const address = proxyAddress(request, trust) ?? direct;
    request.headers[CLIENT_ADDRESS_HEADER] = withoutPort(address).replace(/^::ffff:/, "");
  };
}

/** Some proxies tell the client's port as well: each connection would be somebody new, with tries of their own. */
const withoutPort = (address: string): string =>
  address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$|^\[([^\]]*)\](:\d+)?$/, "$1$2");
