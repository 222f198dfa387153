import { connectLoadClient } from "./load-client";

interface LoadSummary {
  /** Number of responses by status. */
  statusCounts: Record<number, number>;
  /** Duration in seconds. */
  seconds: number;
}

/**
 * Repeats one request over several connections to each origin for a given time.
 * @param connections number of connections per origin
 * @param seconds how long to send requests
 */
export async function generateLoad(
  origins: string[],
  request: Buffer,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<LoadSummary> {
  const statusCounts: Record<number, number> = {};
  const clients = await Promise.all(
    origins.flatMap((origin) => Array.from({ length: connections }, () => connectLoadClient(origin))),
  );
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < startedAt + seconds * 1000) {
        const status = await client.send(request);
        statusCounts[status] = (statusCounts[status] ?? 0) + 1;
      }
      client.close();
    }),
  );
  return { statusCounts, seconds: (performance.now() - startedAt) / 1000 };
}
