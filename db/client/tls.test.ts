import { execFile } from "node:child_process";
import {
  appendFileSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseUser } from "@/db/embedded/location";
import { migrateDatabase } from "@/db/migrate";
import { freePort } from "@/testing/free-port";
import { POSTGRES_15_BIN_DIR, TestCluster } from "@/testing/postgres-cluster";
import { runNode } from "@/testing/run-node";

const folder = mkdtempSync(path.join(tmpdir(), "agent-studio-tls-"));
const at = (name: string) => path.join(folder, name);
const openssl = async (...args: string[]) =>
  void (await promisify(execFile)("openssl", args, { cwd: folder }));

/** Creates a private key and a certificate for it, signed by this test's certificate authority. */
async function createCertificate(name: string, subject: string, alternative: string): Promise<void> {
  writeFileSync(at(`${name}.ext`), `subjectAltName=${alternative}\n`);
  await openssl(
    ..."req -new -nodes -newkey rsa:2048".split(" "),
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.csr`,
    "-subj",
    subject,
  );
  const signing = [
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    `${name}.ext`,
  ];
  await openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...signing);
}

/** Configures a server to require TLS for the role `studio`, and a client certificate for the role `certified`. */
async function requireTls(data: string): Promise<void> {
  for (const [from, to] of [
    ["server.pem", "server.crt"],
    ["server.key", "server.key"],
    ["ca.pem", "root.crt"],
  ] as const) {
    const file = path.join(data, to);
    copyFileSync(at(from), file);
    const user = databaseUser();
    if (user) chownSync(file, user.uid, user.gid);
  }
  appendFileSync(path.join(data, "postgresql.conf"), "ssl = on\nssl_ca_file = 'root.crt'\n");
  const rules = [
    "host all postgres 127.0.0.1/32 trust",
    "hostssl all studio 127.0.0.1/32 scram-sha-256",
    "hostssl all certified 127.0.0.1/32 cert",
  ];
  writeFileSync(path.join(data, "pg_hba.conf"), `${rules.join("\n")}\n`);
}

// Debian's PostgreSQL listens on TCP, which TLS requires; the embedded one has only a socket.
describe.skipIf(!existsSync(POSTGRES_15_BIN_DIR))("TLS to PostgreSQL", () => {
  let cluster: TestCluster;
  const url = (parameters: string, host = "localhost") => {
    const url = new URL(cluster.url());
    url.hostname = host;
    return `${url.href}${parameters}`;
  };
  const migrate = (connectionString: string) => migrateDatabase({ connectionString }, process.cwd());
  const trusted = `sslmode=verify-full&sslrootcert=${at("ca.pem")}`;

  beforeAll(async () => {
    await openssl(
      ..."req -x509 -new -nodes -newkey rsa:2048 -days 2 -subj /CN=authority".split(" "),
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
    );
    await createCertificate("server", "/CN=localhost", "DNS:localhost");
    await createCertificate("client", "/CN=certified", "DNS:client");
    cluster = await TestCluster.create(await freePort(), requireTls);
    await cluster.queryAsSuperuser("create role certified login in role studio");
  });
  afterAll(async () => {
    await cluster?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The user and the TLS state of a connection of the pool, read in a separate process. */
  async function readConnectionInfo(databaseUrl: string): Promise<unknown> {
    const script = `
      const { openDatabase, pool, closeDatabase } = await import("./db/client/client.ts");
      openDatabase({ connectionString: process.env.TEST_URL }, () => {});
      const { rows } = await pool().query("select usename, ssl, client_dn from pg_stat_ssl join pg_stat_activity using (pid) where pid = pg_backend_pid()");
      console.log(JSON.stringify(rows));
      await closeDatabase();`;
    const { stdout, stderr } = await runNode(["--input-type=module", "-e", script], {
      env: { TEST_URL: databaseUrl },
    });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  }

  test("migration and pool are encrypted with sslmode=verify-full and the certificate authority", async () => {
    await migrate(url(`?${trusted}`));
    expect(await readConnectionInfo(url(`?${trusted}`))).toEqual([
      { usename: "studio", ssl: true, client_dn: null },
    ]);
  });

  test("a client certificate replaces the password", async () => {
    const certified = new URL(url(`?${trusted}&sslcert=${at("client.pem")}&sslkey=${at("client.key")}`));
    certified.username = "certified";
    certified.password = "";
    expect(await readConnectionInfo(certified.href)).toEqual([
      { usename: "certified", ssl: true, client_dn: "/CN=certified" },
    ]);
  });

  test.each([
    [
      "without the certificate authority",
      "?sslmode=verify-full",
      "localhost",
      /^The certificate of PostgreSQL at localhost:\d+ is not valid: .+\. Set sslrootcert in DATABASE_URL /,
    ],
    [
      "with a host name that the certificate does not cover",
      `?${trusted}`,
      "127.0.0.1",
      /^The certificate of PostgreSQL at 127\.0\.0\.1:\d+ is not valid: Hostname\/IP does not match .+ connect with a host name that the certificate covers\.$/,
    ],
    [
      "without TLS",
      "",
      "localhost",
      /^PostgreSQL at localhost:\d+ rejected the connection: no pg_hba\.conf entry for host .+ no encryption\. If it requires TLS, add sslmode=verify-full to DATABASE_URL; /,
    ],
    [
      "with a missing certificate file",
      "?sslmode=verify-full&sslrootcert=/nowhere/ca.pem",
      "localhost",
      /^DATABASE_URL is not usable: ENOENT: .+ '\/nowhere\/ca\.pem'\. Correct it\.$/,
    ],
  ])("%s, the start fails with a one-line message", async (_, parameters, host, line) => {
    await expect(migrate(url(parameters, host))).rejects.toThrow(line);
  });
});
