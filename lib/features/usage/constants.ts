/** The most keys whose use one request asks for: their ids stand in its address, which has its limits. */
export const MAX_KEYS_COUNTED = 200;

/** A status by its class. A redirect is nothing that this API answers with. */
export const STATUS_CLASSES = {
  2: "Served (2xx)",
  4: "Refused (4xx)",
  5: "Failed (5xx)",
} as const;
export type StatusClass = keyof typeof STATUS_CLASSES;
