import type { ApiContext } from "./types";

/** The client's address: the socket's, which server.ts has already replaced by a trusted proxy's word for it. */
export const clientAddress = (c: ApiContext): string => c.env?.incoming?.socket.remoteAddress ?? "unknown";
