import { createHmac, randomBytes } from "node:crypto";
import { Client, type ClientConfig } from "pg";
import { closeDatabase, openDatabase } from "@/db/client/client";
import { newId } from "@/lib/core/ids";
import { PERMISSIONS } from "@/lib/features/api-keys/constants";
import { makeKey } from "@/testing/fixtures";
import { SERVER_ARGS, startProcess } from "../processes";
import { FILLED } from "./sizes";

/** The production build on one of the databases, a key of its full workspace, and an admin's session. */
export interface BenchServer {
  url: string;
  pid: number;
  secret: string;
  cookie: string;
  client: Client;
  stop(): Promise<void>;
}

export const OPERATOR = { kind: "operator", workspaceId: FILLED.workspace, name: "bench" } as const;
/** A workspace without keys, for the same admin. */
export const EMPTY_WORKSPACE = "bench-empty";

/** Starts the server on a filled database, with rate limits that no measurement reaches. */
export async function startBenchServer(
  connection: ClientConfig & { database: string },
  port: number,
): Promise<BenchServer> {
  const { user = "", password, host = "", database } = connection;
  const authSecret = randomBytes(32).toString("base64url");
  const client = new Client(connection);
  await client.connect();
  openDatabase(connection, () => {});
  const { secret } = await makeKey(OPERATOR, { permissions: [...PERMISSIONS], name: `Bench ${Date.now()}` });
  await closeDatabase();
  const address = `postgres://${user}:${encodeURIComponent(String(password))}@localhost/${database}?host=${encodeURIComponent(host)}`;
  const server = await startProcess(SERVER_ARGS, /ready at/, {
    ...{ DATABASE_URL: address, AUTH_SECRET: authSecret, PORT: String(port), LOG_LEVEL: "warn" },
    // The fill may be days old.
    ...{ LOG_RETENTION_DAYS: "3650", RATE_LIMIT_PER_KEY: "1000000", RATE_LIMIT_PER_ADDRESS: "1000000" },
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: server.pid,
    secret,
    cookie: await createSessionCookie(client, authSecret),
    client,
    stop: async () => {
      await server.stop();
      await client.end();
    },
  };
}

/** Creates an admin of the full and the empty workspace, and returns a session cookie. */
async function createSessionCookie(client: Client, authSecret: string): Promise<string> {
  const userId = newId("user");
  const token = randomBytes(24).toString("base64url");
  await client.query("insert into users (id, name, email) values ($1, 'Ada', $1 || '@example.com')", [
    userId,
  ]);
  await client.query(
    "insert into workspaces (id, slug, name) values ($1, $1, 'Nothing here') on conflict do nothing",
    [EMPTY_WORKSPACE],
  );
  await client.query(
    "insert into members (workspace_id, user_id, role) select unnest($1::text[]), $2, 'admin'",
    [[FILLED.workspace, EMPTY_WORKSPACE], userId],
  );
  await client.query(
    "insert into sessions (id, token, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')",
    [newId("session"), token, userId],
  );
  const seal = createHmac("sha256", authSecret).update(token).digest("base64");
  return `studio_session=${encodeURIComponent(`${token}.${seal}`)}`;
}
