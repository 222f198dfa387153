import type { Ask } from "./stage";

interface SteadyLoad {
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
export function steadyLoad(
  origin: string,
  asks: Record<string, Ask>,
  clients: Record<string, number>,
): SteadyLoad {
  const load: SteadyLoad = { served: {}, failures: [], stop: async () => {} };
  let asking = true;
  let sent = 0;
  const client = async (kind: string, ask: Ask) => {
    while (asking) {
      const { path, method, headers, body, expected } = ask;
      try {
        const answer = await fetch(origin + path, { method, headers, body: body?.(sent++) });
        const text = await answer.text();
        if (answer.status === expected) load.served[kind] = (load.served[kind] ?? 0) + 1;
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
