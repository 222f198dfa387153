import { z } from "zod";
import { type Connection, requestWithRetry } from "./http-client";

/** The compared fields of a conversation in the external API. */
const conversation = z.object({
  id: z.string(),
  in_progress: z.boolean(),
  handoff: z.boolean(),
  metrics: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  state: z.record(z.string(), z.unknown()),
  turns: z.array(
    z.object({
      user_input: z.string(),
      user_input_dtmf: z.string(),
      agent_response: z.string(),
      translated_user_input: z.string(),
      english_agent_response: z.string(),
    }),
  ),
});
export type FetchedConversation = z.output<typeof conversation>;

const page = z.object({ conversations: z.array(conversation), cursor: z.string().nullable() });
const handoffState = z.object({ id: z.string(), data: z.record(z.string(), z.unknown()) });

export type KeyClient = ReturnType<typeof keyClient>;

/** A client of the external APIs with an API key. */
export function keyClient(
  connection: Connection,
  { workspace, agent, key }: { workspace: string; agent: string; key: string },
) {
  const get = (path: string) =>
    requestWithRetry(connection, { method: "GET", path, headers: { "x-api-key": key } });
  const project = `${encodeURIComponent(workspace)}/${encodeURIComponent(agent)}`;
  return {
    /** All conversations that started since, page by page. */
    conversations: async function* (
      environment: string,
      since: Date,
      pageSize: number,
    ): AsyncGenerator<FetchedConversation> {
      const query = { client_env: environment, start_time: since.toISOString(), limit: String(pageSize) };
      let cursor: string | null = null;
      do {
        const search: URLSearchParams = new URLSearchParams({ ...query, ...(cursor !== null && { cursor }) });
        const read: z.output<typeof page> = page.parse(await get(`/v3/${project}/conversations?${search}`));
        yield* read.conversations;
        cursor = read.cursor;
      } while (cursor !== null);
    },
    handoffState: async (sharedId: string): Promise<z.output<typeof handoffState>> =>
      handoffState.parse(
        await get(`/v1/${project}/handoff_state?${new URLSearchParams({ shared_id: sharedId })}`),
      ),
  };
}
