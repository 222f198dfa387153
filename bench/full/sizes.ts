/** How much is filled in. */
export interface Sizes {
  /** Of the full agent, ten turns each. */
  conversations: number;
  /** Of the deployment, spread over workspaces of about 450 each, but for the one that has many. */
  keys: number;
  /** Of the workspace that has many. */
  keysOfOne: number;
  /** Rows of the request log, over thirty days; two in five are one key's. */
  requests: number;
}

export const FULL: Sizes = {
  conversations: 1_000_000,
  keys: 1_000_000,
  keysOfOne: 100_000,
  requests: 10_000_000,
};

/** What the full one is compared with. */
export const SMALL: Sizes = { conversations: 1000, keys: 1000, keysOfOne: 500, requests: 3000 };

/** Names of what the fill makes and the measurements ask for. */
export const FILLED = {
  workspace: "ws-00000001",
  slug: "full",
  agent: "PROJECT-FULL0000",
  agentSlug: "front-desk",
  /** Its key number 1 has two in five rows of the log, number 2 none. */
  busyKey: "key_000000000000000000000001",
  idleKey: "key_000000000000000000000002",
} as const;

/** A word that exactly this many conversations in a million hold, give or take chance. */
export const WORDS = {
  common: "please",
  /** Of every conversation about luggage: one in eight. */
  frequent: "luggage",
  /** The caller's town: one in ten thousand. */
  selective: "ambleworth42",
  /** The reference of one booking. */
  unique: "h0000777",
} as const;
