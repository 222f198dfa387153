// The documented API as data: paths, parameters, bodies, statuses, required fields and types.
// If a documentation page and the OpenAPI document differ, the page takes precedence.

interface Parameter {
  in: "path" | "query";
  required: boolean;
  type: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  default?: unknown;
}

export const REFERENCE_OPERATIONS: Record<
  string,
  { parameters: Record<string, Parameter>; bodies?: string[]; statuses: number[]; response?: string }
> = {
  "get /v3/{account_id}/{project_id}/conversations": {
    parameters: {
      account_id: { in: "path", required: true, type: "string" },
      project_id: { in: "path", required: true, type: "string" },
      query_type: { in: "query", required: false, type: "string", enum: ["transcript", "semantic"] },
      sample: { in: "query", required: false, type: "string", enum: ["random"] },
      query: { in: "query", required: false, type: "string" },
      turn_type: { in: "query", required: false, type: "string", enum: ["user", "agent"] },
      channel: { in: "query", required: false, type: "array" },
      client_env: {
        in: "query",
        required: false,
        type: "string",
        enum: ["sandbox", "pre-release", "live"],
        default: "live",
      },
      start_time: { in: "query", required: false, type: "string" },
      end_time: { in: "query", required: false, type: "string" },
      limit: { in: "query", required: false, type: "integer", minimum: 1, maximum: 1000, default: 1000 },
      offset: { in: "query", required: false, type: "integer", minimum: 0, default: 0 },
      cursor: { in: "query", required: false, type: "string" },
      variant_id: { in: "query", required: false, type: "string" },
      variant_name: { in: "query", required: false, type: "string" },
      in_progress: { in: "query", required: false, type: "boolean" },
      include_latency: { in: "query", required: false, type: "boolean", default: false },
    },
    statuses: [200, 400, 401, 403, 404, 500],
    response: "GetConversationsResponse",
  },
  "get /v1/agents/{agentId}/conversations/{conversationId}": {
    parameters: {
      agentId: { in: "path", required: true, type: "string" },
      conversationId: { in: "path", required: true, type: "string" },
    },
    statuses: [200, 400, 401, 403, 404, 500],
    response: "ConversationDetailResponse",
  },
  "get /v1/agents/{agentId}/conversations/{conversationId}/audio": {
    parameters: {
      agentId: { in: "path", required: true, type: "string" },
      conversationId: { in: "path", required: true, type: "string" },
      direction: {
        in: "query",
        required: false,
        type: "string",
        enum: ["combined", "user", "agent"],
        default: "combined",
      },
      redacted: { in: "query", required: false, type: "boolean", default: false },
    },
    statuses: [200, 400, 401, 403, 404, 500],
    response: "audio/wav",
  },
  "post /v1/external-events/webhook": {
    parameters: {
      event_id_location: {
        in: "query",
        required: true,
        type: "string",
        enum: ["headers", "querystring", "payload"],
      },
      event_id_path: { in: "query", required: true, type: "string" },
      account_id: { in: "query", required: true, type: "string" },
      project_id: { in: "query", required: true, type: "string" },
    },
    bodies: ["application/json", "application/x-www-form-urlencoded", "application/xml", "text/plain"],
    statuses: [201, 400, 401, 500],
  },
  "get /v1/{account_id}/{project_id}/handoff_state": {
    parameters: {
      account_id: { in: "path", required: true, type: "string" },
      project_id: { in: "path", required: true, type: "string" },
      id: { in: "query", required: false, type: "string" },
      shared_id: { in: "query", required: false, type: "string" },
    },
    statuses: [200, 400, 401, 403, 404, 500],
    response: "HandoffState",
  },
};

/** A type is a JSON type, the name of a schema, or an array of either. */
export const REFERENCE_SCHEMAS: Record<
  string,
  { required: string[]; properties: Record<string, string | string[]> }
> = {
  Error: {
    required: ["success", "error", "error_id", "error_code", "error_message", "data"],
    properties: {
      success: "boolean",
      error: "string",
      error_id: "string",
      error_code: "string",
      error_message: "string",
      data: "any",
    },
  },
  ConversationTurn: {
    required: [],
    properties: {
      user_input: "string",
      user_input_dtmf: "string",
      user_input_datetime: "string",
      agent_response: "string",
      agent_response_datetime: "string",
      latency: "number",
      translated_user_input: "string",
      english_agent_response: "string",
      intents: ["string"],
      entities: ["object"],
      is_ood: "boolean",
      is_silence: "boolean",
    },
  },
  ConversationSummaryResponse: {
    required: ["id", "account_id", "project_id", "environment", "started_at", "channel", "in_progress"],
    properties: {
      id: "string",
      account_id: "string",
      project_id: "string",
      variant_id: "string",
      variant_name: "string",
      environment: "string",
      started_at: "string",
      channel: "string",
      from_number: "string",
      to_number: "string",
      in_progress: "boolean",
      num_turns: "integer",
      total_duration: "integer",
      polyai_duration: "integer",
      handoff: "boolean",
      handoff_reason: "string",
      handoff_destination: "string",
      num_silences: "integer",
      num_ood: "integer",
      metrics: "object",
      state: "object",
      turns: ["ConversationTurn"],
    },
  },
  ConversationDetailResponse: {
    required: ["conversationId", "accountId", "projectId"],
    properties: {
      conversationId: "string",
      accountId: "string",
      projectId: "string",
      createdAt: "string",
      startedAt: "string",
      finishedAt: "string",
      channel: "string",
      fromNumber: "string",
      toNumber: "string",
      language: "string",
      variantId: "string",
      clientEnv: "string",
      totalDuration: "integer",
      polyaiDuration: "integer",
      duration: "integer",
      inProgress: "boolean",
      handoff: "boolean",
      handoffDestination: "string",
      handoffReason: "string",
      direction: "string",
      tags: ["string"],
      polyScore: "number",
      shortSummary: "string",
      deploymentId: "string",
      note: "string",
      audioUrl: "string",
      turns: ["ConversationTurn"],
      metrics: "object",
      functionEvents: "object",
    },
  },
  GetConversationsResponse: {
    required: ["conversations"],
    properties: {
      conversations: ["ConversationSummaryResponse"],
      next_offset: "integer",
      cursor: "string",
    },
  },
  HandoffState: {
    required: ["id", "data"],
    properties: { id: "string", shared_id: "string", data: "object" },
  },
};
