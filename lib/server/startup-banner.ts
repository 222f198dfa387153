import type { Settings } from "@/lib/core/env";

/** The location of a service without secrets: no user, no password, no parameters. */
const displayLocation = (url: string): string => {
  const { hostname, port, pathname } = new URL(url);
  return (hostname || "a Unix socket") + (port && `:${port}`) + (pathname === "/" ? "" : pathname);
};

/** The main settings as lines for the start of the log. Contains no secrets. */
export function startupBanner(settings: Settings): string {
  const { HOST, PORT, DATABASE_URL, STUDIO_DATA, TRUST_PROXY, REDIS_URL, SMTP_URL } = settings;
  const { METRICS_HOST, METRICS_PORT } = settings;
  const facts = {
    Listening: `${HOST}:${PORT}`,
    Database: DATABASE_URL ? displayLocation(DATABASE_URL) : `embedded, in ${STUDIO_DATA}`,
    "Trusted proxies": TRUST_PROXY ?? "none",
    "Rate limits": REDIS_URL ? `shared at ${displayLocation(REDIS_URL)}` : "per instance",
    Mail: SMTP_URL ? displayLocation(SMTP_URL) : "none",
    Metrics: METRICS_PORT ? `${METRICS_HOST}:${METRICS_PORT}/metrics` : "none",
  };
  return Object.entries(facts)
    .map(([name, value]) => `  ${name}: ${value}`)
    .join("\n");
}
