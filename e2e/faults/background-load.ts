import type { RequestSpec } from "./fault-env";

interface BackgroundLoad {
  /** Requests answered as they should be, by kind. */
  served: Record<string, number>;
  /** What went otherwise, in words. */
  failures: string[];
  /** Ends it, once the requests under way are answered. */
  stop(): Promise<void>;
}

/**
 * Clients that ask one thing after the other over kept connections until they are stopped.
 * @param clients of each kind, how many ask at once
 */
export function startBackgroundLoad(
  origin: string,
  asks: Record<string, RequestSpec>,
  clients: Record<string, number>,
): BackgroundLoad {
  const load: BackgroundLoad = { served: {}, failures: [], stop: async () => {} };
  let asking = true;
  let sent = 0;
  const client = async (kind: string, ask: RequestSpec) => {
    while (asking) {
      const { path, method, headers, body, expectedStatus } = ask;
      try {
        const answer = await fetch(origin + path, { method, headers, body: body?.(sent++) });
        const text = await answer.text();
        if (answer.status === expectedStatus) load.served[kind] = (load.served[kind] ?? 0) + 1;
        else load.failures.push(`${kind}: ${answer.status} ${text.slice(0, 200)}`);
      } catch (error) {
        load.failures.push(`${kind}: ${error instanceof Error ? `${error} ${error.cause ?? ""}` : error}`);
      }
    }
  };
  const all = Object.entries(asks).flatMap(([kind, ask]) =>
    Array.from({ length: clients[kind] ?? 0 }, () => client(kind, ask)),
  );
  load.stop = async () => {
    asking = false;
    await Promise.all(all);
  };
  return load;
}
