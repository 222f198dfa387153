import { createHash } from "node:crypto";
import { eventsPayload, storeEvent } from "@/db/queries/external-events";
import { selectEventSenderAccess } from "@/db/queries/key-access-sql";
import { bodyEncoding, decodeText, requireKnownCharset } from "@/lib/core/body-text";
import { AppError } from "@/lib/core/errors";
import { type MediaType, parseMediaType, suffixFormat } from "@/lib/core/media-type";
import { type Parsed, unwrap } from "@/lib/core/parsed";
import { oneOf } from "@/lib/core/validation-messages";
import { authorizeKey, type KeyCredential } from "@/lib/features/api-keys/authorize-key";
import { EVENT_CONTENT_TYPES, type EventFormat, type ExternalEventQuery } from "./contract";
import { eventNotifier } from "./event-notifier";
import { eventIdNotFound, extractFromBody } from "./extract-event-id";

interface IncomingEvent {
  /** Reads the body. Called once the key is authorized. */
  readBody: () => Promise<Buffer>;
  contentType: string | undefined;
  header: (name: string) => string | undefined;
  queryParameter: (name: string) => string | undefined;
}

interface ReceiveEventRequest {
  key: KeyCredential;
  /** The workspace and agent in the query. */
  target: { account: string; agent: string };
  /** Unwrapped after the checks of the key and of the body's size and type, so that their errors come first. */
  query: Parsed<ExternalEventQuery>;
  incoming: IncomingEvent;
}

/**
 * Stores an event for the conversation that its ID belongs to. When this returns, the event is on disk. If the call was in
 * progress, the runtime will receive the event, even if either side reconnects. After the end the event is kept, but no
 * call receives it: `boundToCall` is false. Sending the same event again changes nothing and returns the same.
 * @throws AppError the errors of `authorizeKey`; then UNSUPPORTED_MEDIA_TYPE, EXTERNAL_EVENT_INVALID
 */
export async function receiveExternalEvent({
  key,
  target,
  query: parsedQuery,
  incoming,
}: ReceiveEventRequest): Promise<{ eventId: string; boundToCall: boolean; sentToLlm: boolean }> {
  const access = await selectEventSenderAccess(key.secretHash, target.account, target.agent);
  authorizeKey(key, access, [target.agent], "external_events");
  const { workspaceId } = access;
  const agentId = access.agents[0]?.id ?? "";
  const body = await incoming.readBody();
  const mediaType = parseContentType(incoming.contentType);
  const query = unwrap(parsedQuery);
  const inBody = await extractFromBody(toText(body, mediaType), mediaType.format, query.event_id_path);
  const eventId =
    query.event_id_location === "headers"
      ? incoming.header(query.event_id_path)
      : query.event_id_location === "querystring"
        ? incoming.queryParameter(query.event_id_path)
        : inBody.text;
  if (!eventId) throw eventIdNotFound(query, mediaType, inBody);
  if (eventId.length > 256 || eventId.includes("\u0000")) throw invalidEventId();
  const stored = await storeEvent(workspaceId, agentId, {
    eventId,
    contentType: incoming.contentType ?? "",
    body,
    bodyHash: createHash("sha256").update(body).digest(),
  });
  if (!stored) throw invalidEventId();
  eventNotifier.notify(eventsPayload(workspaceId, agentId, stored.conversationId));
  const { boundToCall } = stored;
  return { eventId, boundToCall, sentToLlm: boundToCall && stored.sendToLlm };
}

const invalidEventId = () => new AppError("EXTERNAL_EVENT_INVALID", "External event id not valid");

function parseContentType(contentType: string | undefined): MediaType & { format: EventFormat } {
  const mediaType = parseMediaType(contentType);
  const known = new Map<string, EventFormat>(Object.entries(EVENT_CONTENT_TYPES));
  const format = known.get(mediaType.type) ?? suffixFormat(mediaType);
  if (!format) {
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", `Send the body as ${oneOf([...known.keys()])}, in UTF-8.`);
  }
  requireKnownCharset(mediaType);
  return { ...mediaType, format };
}

/** The copy of the body that is searched: decoded, and without a byte order mark. The stored bytes stay as they came. */
function toText(body: Buffer, mediaType: MediaType): string {
  const encoding = bodyEncoding(body, mediaType);
  try {
    return decodeText(body, encoding);
  } catch {
    throw new AppError("EXTERNAL_EVENT_INVALID", `The body is not valid ${encoding.toUpperCase()}.`);
  }
}
