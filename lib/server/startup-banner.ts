import type { Settings } from "@/lib/core/env";

/** Where a service is, without what may be secret in its address: no user, no password, no parameters. */
const displayLocation = (address: string): string => {
  const { hostname, port, pathname } = new URL(address);
  return (hostname || "a socket") + (port && `:${port}`) + (pathname === "/" ? "" : pathname);
};

/** What is in force, for whoever reads the start of the log: enough to see a wrong setting, nothing to keep secret. */
export function startupBanner(settings: Settings): string {
  const { HOST, PORT, DATABASE_URL, STUDIO_DATA, TRUST_PROXY, REDIS_URL, SMTP_URL } = settings;
  const { METRICS_HOST, METRICS_PORT } = settings;
  const facts = {
    Listening: `${HOST}:${PORT}`,
    Database: DATABASE_URL ? displayLocation(DATABASE_URL) : `embedded, in ${STUDIO_DATA}`,
    "Trusted proxies": TRUST_PROXY ?? "none",
    "Rate limits": REDIS_URL ? `shared at ${displayLocation(REDIS_URL)}` : "each instance for itself",
    Mail: SMTP_URL ? displayLocation(SMTP_URL) : "none",
    Metrics: METRICS_PORT ? `${METRICS_HOST}:${METRICS_PORT}/metrics` : "none",
  };
  return Object.entries(facts)
    .map(([name, value]) => `  ${name}: ${value}`)
    .join("\n");
}
