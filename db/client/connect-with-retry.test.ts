import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createRoleWithDatabase } from "@/testing/database";
import { freePort } from "@/testing/free-port";
import { connectWithRetry } from "./connect-with-retry";
import { DatabaseError } from "./errors";

/** PostgreSQL's response while it starts: an ErrorResponse with SQLSTATE 57P03. */
function startingUp(): Buffer {
  const fields = "SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0";
  const head = Buffer.alloc(5, "E");
  head.writeInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, Buffer.from(fields)]);
}

/** A database of the test server behind a TCP port that can be closed or respond with "starting up". */
async function setupRelay() {
  const database = await createRoleWithDatabase();
  const url = new URL(database.url);
  const socketFile = `${decodeURIComponent(url.hostname)}/.s.PGSQL.${url.port}`;
  const port = await freePort();
  let refusals = 0;
  const sockets = new Set<Socket>();
  const relay = createServer((client) => {
    sockets.add(client);
    client.on("error", () => {});
    if (refusals-- > 0) {
      client.once("data", () => client.end(startingUp()));
      return;
    }
    const server = connect(socketFile);
    server.on("error", () => client.destroy());
    client.pipe(server).pipe(client);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    relay.close();
    await database.remove();
  });
  return {
    connection: {
      host: "127.0.0.1",
      port,
      user: database.role,
      password: url.password,
      database: database.database,
    },
    listen: async (refusing = 0) => {
      refusals = refusing;
      relay.listen(port, "127.0.0.1");
      await once(relay, "listening");
    },
  };
}

test("waits for a server that refuses connections and then starts up", async () => {
  const { connection, listen } = await setupRelay();
  const reported: string[] = [];
  let listening: Promise<void> | undefined;
  const report = (line: string) => {
    reported.push(line);
    listening = listen(2);
  };
  const client = await connectWithRetry(connection, { timeoutMs: 60_000, report });
  await listening;
  expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await client.end();
  expect(reported).toEqual([
    `Waiting up to 60 s for PostgreSQL at 127.0.0.1:${connection.port}: connect ECONNREFUSED 127.0.0.1:${connection.port}.`,
  ]);
});

test("fails immediately with a timeout of 0, and when the start is aborted", async () => {
  const { connection } = await setupRelay();
  const failed = expect.objectContaining({
    message: expect.stringMatching(/^Cannot connect to PostgreSQL at /),
  });
  await expect(connectWithRetry(connection, { timeoutMs: 0, report: () => {} })).rejects.toEqual(failed);
  const stopping = new AbortController();
  const report = () => stopping.abort();
  const { signal } = stopping;
  await expect(connectWithRetry(connection, { timeoutMs: 3_600_000, signal, report })).rejects.toEqual(
    failed,
  );
});

test("does not retry with a wrong password", async () => {
  const { connection, listen } = await setupRelay();
  await listen();
  const reported: string[] = [];
  const attempt = connectWithRetry(
    { ...connection, password: "another" },
    { timeoutMs: 3_600_000, report: (line) => reported.push(line) },
  );
  await expect(attempt).rejects.toThrow(DatabaseError);
  await expect(attempt).rejects.toThrow(/rejected the connection: password authentication failed/);
  expect(reported).toEqual([]);
});

test("reports a server without TLS support together with the setting that requires TLS", async () => {
  const port = await freePort();
  // PostgreSQL's response to a TLS request if it does not support TLS: one byte.
  const server = createServer((client) => client.once("data", () => client.end("N"))).listen(
    port,
    "127.0.0.1",
  );
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const connectionString = `postgres://studio:secret@127.0.0.1:${port}/studio?sslmode=verify-full`;
  await expect(connectWithRetry({ connectionString }, { timeoutMs: 0, report: () => {} })).rejects.toThrow(
    `PostgreSQL at 127.0.0.1:${port} does not offer TLS, which sslmode in DATABASE_URL requires.`,
  );
});

test("reports a % that is not percent-encoded in the password, without printing the password", async () => {
  const connectionString = ["postgres://studio:", "hush%ff", "@127.0.0.1:1/studio"].join("");
  const attempt = connectWithRetry({ connectionString }, { timeoutMs: 0, report: () => {} });
  await expect(attempt).rejects.toThrow(
    /^DATABASE_URL has an unencoded % in its user or password\. Write it as %25\.$/,
  );
});
