/** How often `npm test` runs a property, as a part of the runs of `npm run test:full`. */
const SHORT_SHARE = 0.2;

/**
 * The number of runs of a property: all of them in `npm run test:full`, fewer in `npm test`. Each run of the suite takes a
 * random seed, which fast-check prints when a property fails.
 */
export const propertyRuns = (fullRuns: number): number =>
  process.env.FULL_TESTS === "1" ? fullRuns : Math.ceil(fullRuns * SHORT_SHARE);
