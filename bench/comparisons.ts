import { conversationJson } from "@/db/queries/conversation-json";
import { baseHeaders } from "@/lib/api/http/correlation-id";
import { JSON_CONTENT_TYPE } from "@/lib/api/http/response";
import type { BaselineTask } from "./baseline-server";
import type { Load } from "./load";
import type { BenchSeed } from "./seed";

/** One row of the table: a request of ours and what it is compared with. */
export interface Comparison {
  what: string;
  against: string;
  /** The target for ours ÷ theirs. */
  bar: number;
  ours: Pick<Load, "requests" | "status">;
  /** A baseline server, or better-auth's. */
  peer: BaselineTask | { kind: "better-auth"; deferUpdates: boolean };
}

const unauthorized = JSON.stringify({
  success: false,
  error: "The x-api-key header is missing or does not contain a valid API key.",
  error_id: "00000000-0000-4000-8000-000000000000",
  error_code: "AUTH_USER_INVALID_TOKEN",
  error_message: "The x-api-key header is missing or does not contain a valid API key.",
  data: null,
});

/** The headers of our responses, for servers that must send the same bytes. */
export const responseHeaders = () => ({
  ...baseHeaders("00000000-0000-4000-8000-000000000000"),
  ...JSON_CONTENT_TYPE,
});

/** All comparisons. */
export function comparisons(seed: BenchSeed): Comparison[] {
  const { workspace, agent, secrets, handoff, eventIds } = seed;
  const agentPath = `/${workspace.slug}/${agent.slug}`;
  const withKey = { "x-api-key": secrets.good };
  const handoffPath = `/v1${agentPath}/handoff_state?id=${handoff.conversationId}`;
  const readHandoff = { requests: [{ path: handoffPath, headers: withKey }], status: 200 };

  return [
    {
      what: "handoff_state with a key",
      against: "bare node:http + one prepared lookup by primary key, the same bytes",
      bar: 0.75,
      ours: readHandoff,
      peer: {
        kind: "query",
        query: {
          text: `select '{"id":' || to_json(conversation_id) || ',"data":' || data::text || '}' as body from handoffs
            where workspace_id = $1 and agent_id = $2 and conversation_id = $3 order by id desc limit 1`,
          values: [workspace.id, agent.id, handoff.conversationId],
        },
        status: 200,
        before: "",
        after: "",
      },
    },
    {
      what: "v3 conversations, limit=5, with transcripts",
      against: "bare node:http running the same data query",
      bar: 0.8,
      ours: {
        requests: [{ path: `/v3${agentPath}/conversations?limit=5`, headers: withKey }],
        status: 200,
      },
      peer: {
        kind: "query",
        query: {
          text: `select ${conversationJson(false)} as body from (
              select c.*, row_number() over () as place from (
                select c.* from conversations c
                where c.workspace_id = $1 and c.agent_id = $2 and c.environment = 'live'
                order by c.started_at, c.id, c.agent_id limit 6) c) c
            join agents a on a.workspace_id = c.workspace_id and a.id = c.agent_id
            where c.place < 6 order by c.place`,
          values: [workspace.id, agent.id],
        },
        status: 200,
        before: '{"conversations":[',
        after: '],"cursor":null}',
      },
    },
    {
      what: "external event, 201",
      against: "bare node:http + one prepared insert",
      bar: 0.5,
      ours: {
        requests: eventIds.map((id) => ({
          method: "POST",
          path: `/v1/external-events/webhook?account_id=${workspace.slug}&project_id=${agent.slug}&event_id_location=payload&event_id_path=payment.ref`,
          headers: { ...withKey, "content-type": "application/json" },
          body: JSON.stringify({ payment: { ref: id, note: "[<id>]" } }),
        })),
        status: 201,
      },
      peer: {
        kind: "insert",
        text: "insert into bench_events (body) values ($1)",
        status: 201,
        body: `{"received":true,"event_id":"${eventIds[0]}","delivery":{"bound_to_call":true,"sent_to_llm":true}}`,
      },
    },
    {
      what: "unknown or deleted key, 401",
      against: "bare node:http + lookup",
      bar: 0.85,
      ours: {
        requests: [...secrets.unknown, secrets.deleted].map((secret) => ({
          path: handoffPath,
          headers: { "x-api-key": secret },
        })),
        status: 401,
      },
      peer: {
        kind: "query",
        query: {
          text: "select id from api_keys where workspace_id = $1 and id = $2",
          values: ["none", "none"],
        },
        status: 401,
        body: unauthorized,
      },
    },
    {
      what: "malformed key, 401",
      against: "bare node:http, a static response",
      bar: 0.35,
      ours: {
        requests: [{ path: handoffPath, headers: { "x-api-key": `${secrets.good.slice(0, -1)}!` } }],
        status: 401,
      },
      peer: { kind: "static", status: 401, body: unauthorized },
    },
    ...[false, true].map((deferUpdates) => ({
      what: "verifying a key (handoff_state)",
      against: `better-auth 1.7.5 + api-key plugin, deferUpdates ${deferUpdates ? "on" : "off"}`,
      bar: 10,
      ours: readHandoff,
      peer: { kind: "better-auth" as const, deferUpdates },
    })),
  ];
}
