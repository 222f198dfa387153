/** All test servers use the same secret, so that each accepts the cookies of the others. */
export const TEST_AUTH_SECRET = "a secret that only tests use, 32 characters";

/** Settings that turn rate limits off in practice. */
export const UNLIMITED_RATES = {
  RATE_LIMIT_PER_KEY: "100000",
  RATE_LIMIT_PER_ADDRESS: "100000",
  RATE_LIMIT_PER_TOKEN: "100000",
  RATE_LIMIT_IMPORT: "100000",
};
