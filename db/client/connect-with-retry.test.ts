import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createRoleWithDatabase } from "@/testing/database";
import { freePort } from "@/testing/free-port";
import { connectWithRetry } from "./connect-with-retry";
import { DatabaseError } from "./errors";

/** What PostgreSQL sends while it starts: an ErrorResponse with SQLSTATE 57P03. */
function startingUp(): Buffer {
  const fields = "SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0";
  const head = Buffer.alloc(5, "E");
  head.writeInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, Buffer.from(fields)]);
}

/** The test server's database behind a TCP port, which it can be taken away from. */
async function relayed() {
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

test("a server that refuses connections, and then is starting, is waited for", async () => {
  const { connection, listen } = await relayed();
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

test("without patience, and when the start is stopped, the failure comes at once", async () => {
  const { connection } = await relayed();
  const failed = expect.objectContaining({
    message: expect.stringMatching(/^PostgreSQL does not answer at /),
  });
  await expect(connectWithRetry(connection, { timeoutMs: 0, report: () => {} })).rejects.toEqual(failed);
  const stopping = new AbortController();
  const report = () => stopping.abort();
  const { signal } = stopping;
  await expect(connectWithRetry(connection, { timeoutMs: 3_600_000, signal, report })).rejects.toEqual(
    failed,
  );
});

test("what waiting would not change is not waited for: a wrong password", async () => {
  const { connection, listen } = await relayed();
  await listen();
  const reported: string[] = [];
  const attempt = connectWithRetry(
    { ...connection, password: "another" },
    { timeoutMs: 3_600_000, report: (line) => reported.push(line) },
  );
  await expect(attempt).rejects.toThrow(DatabaseError);
  await expect(attempt).rejects.toThrow(/refuses: password authentication failed/);
  expect(reported).toEqual([]);
});

test("a server that does not offer TLS is named, with the setting that requires it", async () => {
  const port = await freePort();
  // PostgreSQL's response to a request for TLS when it has none: one byte.
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

test("a % in a password that begins no encoded character is named, without the password", async () => {
  const connectionString = ["postgres://studio:", "hush%ff", "@127.0.0.1:1/studio"].join("");
  const attempt = connectWithRetry({ connectionString }, { timeoutMs: 0, report: () => {} });
  await expect(attempt).rejects.toThrow(
    /^DATABASE_URL has an unencoded % in its user or password: write it as %25\.$/,
  );
});
