/** `lib/server/http/client-ip.ts` sets this header on every request before anything reads it, and overwrites what a client sends. */
export const CLIENT_IP_HEADER = "x-studio-client-address";
