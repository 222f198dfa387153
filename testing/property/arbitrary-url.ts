import fc from "fast-check";
import type { OpenApiDocument } from "../openapi-contract";
import { SHARED_CONVERSATION_IDS, type Tenant } from "../two-tenants";
import { arbitraryUrlPart, mostly, percentEncode } from "./arbitraries";
import { nearNumber, nearTimestamp } from "./near-values";

/** The API and the data that the generated requests use. */
export interface FuzzTarget {
  document: OpenApiDocument;
  /** The tenant whose credentials are used, and one whose data must never appear. */
  own: Tenant;
  foreign: Tenant;
  /** Cursors of lists, own, foreign and forged. */
  cursors: string[];
}

/** Placeholder in a URL for the conversation that the runtime writes to when the request is sent. */
export const LIVE_CONVERSATION = "{live}";

/** A value for a path parameter: from the own tenant, from the foreign one, or unknown. */
export function arbitraryPathParameter({ own, foreign }: FuzzTarget, name: string): fc.Arbitrary<string> {
  const { actor, agents } = own;
  const agentRefs = Object.values(agents).flatMap(({ id, slug }) => [id, slug]);
  const known: Record<string, [string[], string[]]> = {
    account_id: [
      [actor.workspaceId, actor.slug],
      [foreign.actor.workspaceId, foreign.actor.slug, "ws-00000000"],
    ],
    agent: [agentRefs, [...Object.values(foreign.agents).map(({ id }) => id), "unknown"]],
    // A NUL is looked up as the replacement character; one conversation has that as its ID.
    id: [
      [LIVE_CONVERSATION, LIVE_CONVERSATION, ...SHARED_CONVERSATION_IDS.map(encodeURIComponent)],
      ["%00", "nothing"],
    ],
  };
  const [mine, others] = known[
    { project_id: "agent", agentId: "agent", conversationId: "id" }[name] ?? name
  ] ?? [["x"], ["y"]];
  return mostly(fc.constantFrom(...mine), fc.oneof(fc.constantFrom(...others), arbitraryUrlPart), 5);
}

/** A value for a documented query parameter: valid, almost valid, or malformed. */
function arbitraryQueryValue(aim: FuzzTarget, name: string): fc.Arbitrary<string> {
  const times = ["2026-09-01T00:00:00Z", "2026-09-02", "2026-10-01T00:00:00%2B02:00", "2020-01-01T00:00:00Z"];
  const good: Record<string, fc.Arbitrary<string>> = {
    client_env: fc.constantFrom("live", "sandbox", "pre-release"),
    start_time: fc.constantFrom(...times),
    end_time: fc.constantFrom(...times),
    channel: fc.constantFrom("voice", "chat", "VOICE-SIP"),
    limit: fc.constantFrom("1", "2", "50", "51", "1000"),
    offset: fc.constantFrom("0", "1", "2147483646", "2147483647"),
    cursor: fc.constantFrom(...aim.cursors),
    query_type: fc.constantFrom("transcript", "transcript", "semantic"),
    query: fc.constantFrom("hello", "hello%20hello", "%F0%90%90%80"),
    turn_type: fc.constantFrom("user", "agent"),
    sample: fc.constant("random"),
    in_progress: fc.constantFrom("true", "false"),
    include_latency: fc.constantFrom("true", "false"),
    project_id: arbitraryPathParameter(aim, "project_id"),
    account_id: arbitraryPathParameter(aim, "account_id"),
    id: fc.constantFrom("live-0", "same-1"),
    shared_id: fc.constant("shared-1"),
    event_id_location: fc.constantFrom("headers", "querystring", "payload"),
    event_id_path: fc.constantFrom("eid", "a.0.eid", "toString", "__proto__", "x%20y", "x-api-key", "%00"),
    direction: fc.constantFrom("combined", "user"),
    redacted: fc.constantFrom("true", "false"),
    after: fc.constantFrom("0", "1", "999999999999999"),
    // A long poll: keep it short.
    wait: fc.constantFrom(...Array<string>(8).fill("0"), "1"),
  };
  const near = /_time$/.test(name)
    ? nearTimestamp.map(percentEncode)
    : nearNumber(0, 1000, 5000).map(percentEncode);
  const odd = fc
    .oneof(near, arbitraryUrlPart)
    .filter((value) => name !== "wait" || !/^0*([2-9]|[12]\d|30)$/.test(value));
  return mostly(good[name] ?? arbitraryUrlPart, odd, 6);
}

/** An operation of the API. */
export interface Operation {
  template: string;
  method: string;
  parameters: { name: string; in: string; required?: boolean }[];
  types: string[];
}

/** All documented operations, those that the document deliberately omits, and unknown paths. */
export function apiOperations({ document }: FuzzTarget): Operation[] {
  const named = Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { parameters = [], requestBody } = operation as Partial<Operation> & {
        requestBody?: { content: object };
      };
      return {
        template,
        method: method.toUpperCase(),
        parameters,
        types: Object.keys(requestBody?.content ?? {}),
      };
    }),
  );
  const get = (template: string) => ({ template, method: "GET", parameters: [], types: [] });
  return [
    ...named,
    // Reads of conversations return the most data, so they get more weight.
    ...named.filter(({ method, template }) => method === "GET" && template.includes("conversations")),
    ...["/v1/{account_id}/{project_id}/conversations", "/v3/{x}/{y}", "/openapi.json", "/{x}", "*"].map(get),
  ];
}

/** A query string with its question mark, or an empty string: the operation's parameters, and undocumented ones. */
export function arbitraryQueryString(aim: FuzzTarget, { parameters }: Operation): fc.Arbitrary<string> {
  const documented = parameters.filter((one) => one.in === "query");
  const pair = (name: string) => arbitraryQueryValue(aim, name).map((value) => `${name}=${value}`);
  // Only a few, because the first invalid parameter hides the others.
  const pairs = fc.subarray(documented, { maxLength: Math.min(3, documented.length) }).chain((some) =>
    fc.tuple(
      ...documented.map((one) =>
        one.required || some.includes(one)
          ? mostly(
              pair(one.name).map((text) => [text]),
              fc.array(pair(one.name), { maxLength: 3 }),
              12,
            )
          : fc.constant<string[]>([]),
      ),
    ),
  );
  const extra = fc.oneof(
    { weight: 3, arbitrary: fc.constant<string[]>([]) },
    { weight: 2, arbitrary: fc.constant([`eid=${aim.own.eventId}`]) },
    { weight: 1, arbitrary: fc.constant([`eid=${aim.foreign.eventId}`]) },
    {
      weight: 1,
      arbitrary: fc.tuple(arbitraryUrlPart, arbitraryUrlPart).map(([name, value]) => [`${name}=${value}`]),
    },
    { weight: 1, arbitrary: arbitraryUrlPart.map((text) => [text]) },
  );
  return fc.tuple(pairs, extra).map(([parts, more]) => {
    const text = [...parts.flat(), ...more].join("&");
    return text && `?${text}`;
  });
}
