/** How many rows the fill creates. */
export interface Sizes {
  /** Conversations of the full agent, with ten turns each. */
  conversations: number;
  /** Keys of the deployment, in workspaces of about 450 each, except for the full workspace. */
  keys: number;
  /** Keys of the full workspace. */
  keysOfOne: number;
  /** Rows of the request log over thirty days; two fifths belong to one key. */
  requests: number;
}

export const FULL: Sizes = {
  conversations: 1_000_000,
  keys: 1_000_000,
  keysOfOne: 100_000,
  requests: 10_000_000,
};

/** The sizes that the full database is compared with. */
export const SMALL: Sizes = { conversations: 1000, keys: 1000, keysOfOne: 500, requests: 3000 };

/** IDs and names of filled rows that the measurements use. */
export const FILLED = {
  workspace: "ws-00000001",
  slug: "full",
  agent: "PROJECT-FULL0000",
  agentSlug: "front-desk",
  /** Key 1 has two fifths of the log, key 2 none. */
  busyKey: "key_000000000000000000000001",
  idleKey: "key_000000000000000000000002",
} as const;

/** Words, by how many conversations contain them. */
export const WORDS = {
  /** Every conversation. */
  common: "please",
  /** The topic luggage: one conversation in eight. */
  frequent: "luggage",
  /** The caller's town: one conversation in ten thousand. */
  selective: "ambleworth42",
  /** A booking reference: one conversation. */
  unique: "h0000777",
} as const;
