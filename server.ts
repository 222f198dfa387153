import { start } from "./lib/server/start";

// One port: Hono serves /v1, /v3, /runtime, /openapi.json, /healthz and /readyz, Next everything else (see ARCHITECTURE.md).
await start({ dev: process.argv.includes("--dev"), since: performance.timeOrigin });
