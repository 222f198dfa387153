import { randomBytes, randomInt } from "node:crypto";

const BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const randomCharacters = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

/** The prefix and random part of each kind of ID. The formats of workspaces and agents come from the API reference. */
const KINDS = {
  workspace: { prefix: "ws-", random: () => randomBytes(4).toString("hex") },
  agent: { prefix: "PROJECT-", random: () => randomCharacters(BASE36, 8) },
  apiKey: { prefix: "key_", random: () => randomBytes(12).toString("hex") },
  user: { prefix: "user_", random: () => randomBytes(12).toString("hex") },
  account: { prefix: "acc_", random: () => randomBytes(12).toString("hex") },
  invitation: { prefix: "inv_", random: () => randomBytes(12).toString("hex") },
  session: { prefix: "ses_", random: () => randomBytes(12).toString("hex") },
  verification: { prefix: "ver_", random: () => randomBytes(12).toString("hex") },
  externalEvent: { prefix: "evt_", random: () => randomBytes(16).toString("hex") },
  conversation: { prefix: "CONV-", random: () => randomBytes(16).toString("hex") },
} as const;

export type IdKind = keyof typeof KINDS;

/** Generates an ID from a CSPRNG. The unique index of the table rejects collisions. */
export const newId = (kind: IdKind): string => KINDS[kind].prefix + KINDS[kind].random();
