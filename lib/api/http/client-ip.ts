import { CLIENT_IP_HEADER } from "@/lib/core/client-ip-header";
import type { ApiContext } from "./context";

/** The client's IP address. The server sets it before anything else reads the request (see lib/server/http/client-ip.ts). */
export function clientIp(c: ApiContext): string {
  const { headers, socket } = c.env.incoming;
  const address = headers[CLIENT_IP_HEADER];
  return (typeof address === "string" ? address : socket.remoteAddress) ?? "unknown";
}
