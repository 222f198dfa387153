import { createHash } from "node:crypto";
import { selectEventSender } from "@/db/queries/agent-access";
import { eventsPayload, storeEvent } from "@/db/queries/external-events";
import { AppError } from "../errors";
import { type PresentedKey, requireKeyAccess } from "../key-access";
import { EVENT_TYPES, type EventType, type ExternalEventQuery } from "./contract";
import { eventAnnouncer } from "./event-announcer";
import { eventIdNotFound } from "./event-id-not-found";
import { findInBody } from "./find-in-body";

interface Delivery {
  /** Reads the body, not before the key may send it. */
  readBody: () => Promise<Buffer>;
  contentType: string | undefined;
  header: (name: string) => string | undefined;
  parameter: (name: string) => string | undefined;
}

/** Who may send: checked before anything of the body is read. */
export async function admitSender(
  key: PresentedKey,
  target: { account: string; agent: string },
): Promise<{ workspaceId: string; agentId: string }> {
  const access = await selectEventSender(key.secretHash, target.account, target.agent);
  requireKeyAccess(key, access, [target.agent], "External events");
  return { workspaceId: access.workspaceId, agentId: access.agents[0]?.id ?? "" };
}

/**
 * Stores an event for the conversation that its id is bound to. Once this returns it is on disk, and a runtime that
 * asks for it gets it, however often either side reconnects. Sending it again changes nothing.
 * @throws AppError UNSUPPORTED_MEDIA_TYPE, EXTERNAL_EVENT_INVALID
 */
export async function receiveExternalEvent(
  sender: { workspaceId: string; agentId: string },
  /** The parameters, or why they cannot be used: told after what is wrong with the body's size and type. */
  query: ExternalEventQuery | AppError,
  delivery: Delivery,
): Promise<{ eventId: string; sendToLlm: boolean }> {
  const body = await delivery.readBody();
  const type = typeOf(delivery.contentType);
  if (query instanceof AppError) throw query;
  const text = decode(body);
  const inBody = findInBody(text, EVENT_TYPES[type], query.event_id_path);
  const eventId =
    query.event_id_location === "headers"
      ? delivery.header(query.event_id_path)
      : query.event_id_location === "querystring"
        ? delivery.parameter(query.event_id_path)
        : inBody.text;
  if (!eventId) throw eventIdNotFound(query, type, inBody);
  if (eventId.length > 256 || eventId.includes("\u0000")) throw notValid();
  const stored = await storeEvent(sender.workspaceId, sender.agentId, {
    eventId,
    contentType: delivery.contentType ?? "",
    body,
    bodyHash: createHash("sha256").update(body).digest(),
  });
  if (!stored) throw notValid();
  eventAnnouncer.announce(eventsPayload(sender.workspaceId, sender.agentId, stored.conversationId));
  return { eventId, sendToLlm: stored.sendToLlm };
}

const notValid = () => new AppError("EXTERNAL_EVENT_INVALID", "External event id not valid");

function typeOf(contentType: string | undefined): EventType {
  const [type = "", ...parameters] = (contentType ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice(8)
    .replace(/"/g, "");
  const known = Object.hasOwn(EVENT_TYPES, type);
  if (!known || (charset && !["utf-8", "utf8", "us-ascii"].includes(charset))) {
    throw new AppError(
      "UNSUPPORTED_MEDIA_TYPE",
      `Send the body as ${Object.keys(EVENT_TYPES).join(", ")}, in UTF-8.`,
    );
  }
  return type as EventType;
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new AppError("EXTERNAL_EVENT_INVALID", "The body is not valid UTF-8.");
  }
}
