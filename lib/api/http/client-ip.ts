import { CLIENT_IP_HEADER } from "@/lib/core/client-ip-header";
import type { ApiContext } from "./context";

/** The client's IP address. The server sets it before anything else reads the request (see lib/server/http/client-ip.ts). */
export function clientIp(c: ApiContext): string {
  const request = c.env?.incoming;
  const address = request?.headers[CLIENT_IP_HEADER];
  return (typeof address === "string" ? address : request?.socket.remoteAddress) ?? "unknown";
}
