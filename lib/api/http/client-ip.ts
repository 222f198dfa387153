import type { ApiContext } from "./context";

/** The client's IP address. The server sets it before anything else reads the request (see lib/server/http/client-ip.ts). */
export function clientIp(c: ApiContext): string {
  const request = c.env?.incoming;
  const settled = request?.headers["x-studio-client-address"];
  return (typeof settled === "string" ? settled : request?.socket.remoteAddress) ?? "unknown";
}
