import { start } from "./lib/server/start";

// One port: /v1 /v3 /runtime /openapi.json /healthz /readyz by Hono, the rest by Next (see ARCHITECTURE.md).
await start({ dev: process.argv.includes("--dev"), since: performance.timeOrigin });
