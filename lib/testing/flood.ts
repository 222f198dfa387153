import { rawClient } from "./raw-client";

interface Flood {
  /** Answers by status. */
  answers: Record<number, number>;
  /** How long it took, in seconds. */
  seconds: number;
}

/**
 * Sends one request over and over, from connections that are spread over the origins, until the time is up.
 * @param connections to each origin
 */
export async function flood(
  origins: string[],
  request: Buffer,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Flood> {
  const answers: Record<number, number> = {};
  const clients = await Promise.all(
    origins.flatMap((origin) => Array.from({ length: connections }, () => rawClient(origin))),
  );
  const begun = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < begun + seconds * 1000) {
        const status = await client.ask(request);
        answers[status] = (answers[status] ?? 0) + 1;
      }
      client.close();
    }),
  );
  return { answers, seconds: (performance.now() - begun) / 1000 };
}
