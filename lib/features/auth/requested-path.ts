/** Carries the address that the browser asked for to the pages, which Next does not tell: set by proxy.ts, whatever came. */
export const REQUESTED_PATH_HEADER = "x-studio-asked-address";
