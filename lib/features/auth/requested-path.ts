/** Carries the requested path to pages, which Next does not pass to them. proxy.ts sets it on every request. */
export const REQUESTED_PATH_HEADER = "x-studio-requested-path";
