import type { RequestSpec } from "./fault-env";

interface BackgroundLoad {
  /** Number of requests with the expected status, by kind. */
  served: Record<string, number>;
  /** Descriptions of all other outcomes. */
  failures: string[];
  /** Stops the load after the in-flight requests have completed. */
  stop(): Promise<void>;
}

/**
 * Starts clients that repeat their requests over keep-alive connections until they are stopped.
 * @param clients number of concurrent clients of each kind
 */
export function startBackgroundLoad(
  origin: string,
  requests: Record<string, RequestSpec>,
  clients: Record<string, number>,
): BackgroundLoad {
  const load: BackgroundLoad = { served: {}, failures: [], stop: async () => {} };
  let running = true;
  let sent = 0;
  const client = async (kind: string, { path, method, headers, body, expectedStatus }: RequestSpec) => {
    while (running) {
      try {
        const response = await fetch(origin + path, { method, headers, body: body?.(sent++) });
        const text = await response.text();
        if (response.status === expectedStatus) load.served[kind] = (load.served[kind] ?? 0) + 1;
        else load.failures.push(`${kind}: ${response.status} ${text.slice(0, 200)}`);
      } catch (error) {
        load.failures.push(`${kind}: ${error instanceof Error ? `${error} ${error.cause ?? ""}` : error}`);
      }
    }
  };
  const all = Object.entries(requests).flatMap(([kind, request]) =>
    Array.from({ length: clients[kind] ?? 0 }, () => client(kind, request)),
  );
  load.stop = async () => {
    running = false;
    await Promise.all(all);
  };
  return load;
}
