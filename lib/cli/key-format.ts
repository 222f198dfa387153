import { listNames } from "@/lib/core/list-names";
import type { ApiKeyDto, CreatedApiKey } from "@/lib/features/api-keys/contract";
import type { Output } from "./output";
import { printable, sentence } from "./printable";

/** A new key with its secret, which no other command prints. */
export const formatSecret = ({ key, secret }: CreatedApiKey): Output => ({
  json: { id: key.id, name: key.name, key: secret, expiresAt: key.expiresAt },
  text: `${sentence`Created key ${key.name} (${key.id}), valid until ${key.expiresAt}.`} Copy it now: it is not shown again.\n${secret}`,
});

export const KEY_TABLE_HEADER = [
  "ID",
  "NAME",
  "KEY",
  "AGENTS",
  "PERMISSIONS",
  "EXPIRES",
  "LAST SUCCESS",
  "LAST ERROR",
];

export const toKeyRow = (key: ApiKeyDto): string[] => [
  key.id,
  key.name,
  key.masked,
  formatAgents(key),
  key.permissions.join(","),
  key.expiresAt,
  formatLastSuccess(key),
  key.lastRefusalAt ?? "never",
];

export const formatAgents = ({ agents }: ApiKeyDto): string =>
  agents === null ? "all" : listNames(agents.map(({ name }) => printable(name))) || "none";

export const formatLastSuccess = ({ lastSuccessAt, outcomeUnknownUntil }: ApiKeyDto): string =>
  lastSuccessAt ?? (outcomeUnknownUntil ? `none since ${outcomeUnknownUntil}` : "never");
