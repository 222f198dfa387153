import { connectLoadClient } from "./load-client";

interface LoadSummary {
  /** Answers by status. */
  statusCounts: Record<number, number>;
  /** How long it took, in seconds. */
  seconds: number;
}

/**
 * Sends one request over and over, from connections that are spread over the origins, until the time is up.
 * @param connections to each origin
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
  const begun = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < begun + seconds * 1000) {
        const status = await client.send(request);
        statusCounts[status] = (statusCounts[status] ?? 0) + 1;
      }
      client.close();
    }),
  );
  return { statusCounts, seconds: (performance.now() - begun) / 1000 };
}
