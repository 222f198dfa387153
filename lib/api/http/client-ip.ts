import type { ApiContext } from "./context";

/** The client's address, as the server settled it before anything else read the request. */
export function clientIp(c: ApiContext): string {
  const request = c.env?.incoming;
  const settled = request?.headers["x-studio-client-address"];
  return (typeof settled === "string" ? settled : request?.socket.remoteAddress) ?? "unknown";
}
