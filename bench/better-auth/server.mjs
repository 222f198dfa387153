// The peer: better-auth's own API keys, verified on a plain Node server. Started by bench/run.ts, which passes the
// database and whether the counters are written after the response (deferUpdates).
import { createServer } from "node:http";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import pg from "pg";

const { connection, port, deferUpdates } = JSON.parse(process.argv[2] ?? "{}");

const options = {
  database: new pg.Pool({ max: 20, ...connection }),
  secret: "only for measuring, on a database that is thrown away",
  baseURL: `http://127.0.0.1:${port}`,
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
  advanced: { backgroundTasks: { handler: (task) => void task.catch((error) => console.error(error)) } },
  plugins: [apiKey({ rateLimit: { enabled: false }, deferUpdates })],
};
const auth = betterAuth(options);
await (await getMigrations(options)).runMigrations();
const { user } = await auth.api.signUpEmail({
  body: { email: `peer-${port}@example.com`, name: "Peer", password: `measured on ${port} only` },
});
const { key } = await auth.api.createApiKey({ body: { name: "Bench", userId: user.id } });

createServer(async (request, response) => {
  const { valid } = await auth.api.verifyApiKey({ body: { key: request.headers["x-api-key"] ?? "" } });
  response.writeHead(valid ? 200 : 401, { "Content-Type": "application/json" }).end(`{"valid":${valid}}`);
}).listen(port, "127.0.0.1", () => console.log(JSON.stringify({ listening: port, key })));
