/** The maximum number of keys in one request for recent usage: their IDs are in the URL, whose length is limited. */
export const MAX_KEYS_COUNTED = 200;

/** Labels of HTTP status classes. The API does not return redirects. */
export const STATUS_CLASSES = {
  2: "Success (2xx)",
  4: "Client error (4xx)",
  5: "Server error (5xx)",
} as const;
export type StatusClass = keyof typeof STATUS_CLASSES;
