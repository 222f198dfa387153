type Table = Record<string, readonly [number, string]>;

/**
 * Expected errors: code → HTTP status and default message. Codes of the external APIs are a contract with clients
 * (docs/errors.md); the others are internal to the console and the command line. A message says what happened and what
 * to do next. It never contains a secret, SQL or a stack trace.
 */
const API_ERRORS = {
  CONVERSATIONS_VALIDATION_FAILED: [400, "A parameter is invalid."],
  GET_CONVERSATIONS_FILTER_PARSE_ERROR: [400, "The cursor or the search query is invalid. Retry without it."],
  HANDOFF_VALIDATION_FAILED: [400, "A parameter is invalid."],
  EXTERNAL_EVENT_INVALID: [400, "The external event is invalid."],
  AUTH_USER_INVALID_TOKEN: [401, "The x-api-key header is missing or does not contain a valid API key."],
  USER_ACCESS_FORBIDDEN: [403, "This API key does not have access."],
  ACCOUNT_NOT_FOUND: [404, "No such workspace for this API key. Check account_id."],
  PROJECT_NOT_FOUND: [404, "No such agent in this workspace. Check the agent's ID or slug."],
  CONVERSATIONS_NOT_FOUND: [404, "No such conversation for this agent."],
  HANDOFF_NOT_FOUND: [404, "No handoff with that ID for this agent."],
  CONVERSATIONS_RECORDING_NOT_FOUND: [404, "No recording of this conversation."],
  ROUTE_NOT_FOUND: [404, "No such path. Check it against /openapi.json."],
  METHOD_NOT_ALLOWED: [
    405,
    "This method is not allowed for this path. The Allow header lists the allowed methods.",
  ],
  BODY_TOO_SLOW: [408, "The body did not arrive within 30 seconds. Send it again."],
  API_VERSION_RETIRED: [
    410,
    "This version of the API is retired. Use /v3/{account_id}/{project_id}/conversations.",
  ],
  CONVERSATIONS_V3_REQUIRED: [
    412,
    "This agent is still on Conversations v1, so the API is off for it. Migrate it to v3 in the console, under Agents.",
  ],
  REQUEST_MALFORMED: [400, "The HTTP request is malformed. Check its URL and headers."],
  REQUEST_TIMEOUT: [408, "The request did not arrive in time. Send it again."],
  HEADERS_TOO_LARGE: [431, "The URL and headers together exceed 16 KiB."],
  PAYLOAD_TOO_LARGE: [413, "The body exceeds 1 MiB."],
  UNSUPPORTED_MEDIA_TYPE: [415, "This content type is not accepted."],
  RATE_LIMITED: [429, "Too many requests. Wait for the number of seconds in Retry-After, then try again."],
  INTERNAL_ERROR: [
    500,
    "Something went wrong on our side. Try again. If the error persists, send the error_id to your operator.",
  ],
  NOT_IMPLEMENTED: [501, "This is not available yet."],
  UNAVAILABLE: [
    503,
    "The service is temporarily unavailable. Your request may not have been completed. Try again in a moment.",
  ],

  // Agent runtimes
  RUNTIME_VALIDATION_FAILED: [400, "The body is invalid."],
  RUNTIME_TOKEN_INVALID: [
    401,
    "The Authorization header is missing or does not contain a valid runtime token.",
  ],
  TURN_CONFLICT: [409, "Another turn already has this index."],
  CONVERSATION_ENDED: [409, "This conversation has ended and accepts no more writes."],
} as const satisfies Table;

const CONSOLE_ERRORS = {
  INPUT_INVALID: [400, "Check the highlighted fields and try again."],
  NOT_SIGNED_IN: [401, "You’re signed out. Sign in again in a new tab, then retry here."],
  SIGN_IN_FAILED: [401, "Wrong email or password."],
  SIGNED_IN_AS_ANOTHER: [
    403,
    "Another account is now signed in in this browser. Sign in with the account that started this change, then try again.",
  ],
  NOT_ALLOWED: [403, "View only. Ask an admin for edit access."],
  NOT_FOUND: [404, "This no longer exists, or you don’t have access to it."],
  LINK_NOT_VALID: [404, "This link has expired or was already used. Ask for a new one."],
  NAME_TAKEN: [409, "This name is already in use. Choose a different name."],
  STALE_EDIT: [409, "Someone else changed this while you were editing. Review the changes, then save again."],
  KEY_HAS_SUCCESSOR: [409, "This key was already rotated. Delete the new key before you rotate it again."],
  LAST_ADMIN: [409, "This is the workspace’s only admin. Make someone else an admin first."],
  AGENT_ON_V1: [409, "Keys can’t include an agent on Conversations v1. Migrate the agent to v3 first."],
  // The browser sets it, with its own copy of the message: components/feedback/call-action.ts.
  OTHER_VERSION: [
    409,
    "This page is from another version of the console. Nothing was changed. Reload the page, then try again.",
  ],
  SETUP_DONE: [409, "This installation is already set up. Sign in instead."],
  TOO_MANY_INVITATIONS: [429, "This workspace has sent too many invitations. Try again later."],
  TOO_MANY_TRIES: [429, "Too many attempts. Wait a minute, then try again."],
} as const satisfies Table;

const ERRORS = { ...API_ERRORS, ...CONSOLE_ERRORS };

/** Error code → HTTP status, for the codes of the external APIs. */
export const API_ERROR_STATUSES: Record<string, number> = Object.fromEntries(
  Object.entries(API_ERRORS).map(([code, [status]]) => [code, status]),
);

export type ErrorCode = keyof typeof ERRORS;

/** Messages by field name; the empty name is the form as a whole. */
export type FieldErrors = Record<string, string>;

/** An expected failure. The edge (API, server action, command line) turns it into a response. */
export class AppError extends Error {
  readonly status: number;

  /** @param message what happened and what to do next; defaults to the message of the code */
  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code][1],
    readonly fields: FieldErrors = {},
  ) {
    // The stack of an expected failure is never read, and capturing it costs ten times as much as the rest of an error response.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = "AppError";
    this.status = ERRORS[code][0];
  }
}
