import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runNode } from "../testing/run-node";

/** A user that exists on Debian and macOS, as initdb requires, and is neither root nor the user of root's database. */
const DAEMON = { uid: 1, gid: 1 };
const asRoot = test.runIf(process.getuid?.() === 0);

function folderOf({ uid, gid }: typeof DAEMON): string {
  const folder = mkdtempSync(path.join(tmpdir(), "agent-studio-owner-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  chownSync(folder, uid, gid);
  return folder;
}

const ownersIn = (folder: string): Set<number> =>
  new Set(
    readdirSync(folder, { recursive: true }).map((name) => lstatSync(path.join(folder, String(name))).uid),
  );

/** Starts another user's service: a process that creates the embedded database and runs it until it is stopped. */
async function service(data: string) {
  const script = `
    const { acquireEmbedded } = await import("./db/embedded/server.ts");
    const { migrateDatabase } = await import("./db/migrate.ts");
    const server = await acquireEmbedded({ dataDir: ${JSON.stringify(data)}, report: () => {} });
    await migrateDatabase(server.connection, process.cwd());
    console.log("ready");
    process.stdin.once("end", () => server.release()).resume();`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    ...DAEMON,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [output] = await Promise.race([once(child.stdout, "data"), ended]);
  expect(String(output)).toBe("ready\n");
  return async () => {
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  };
}

asRoot(
  "a command that root runs beside another user's service runs as that user, and the service starts again",
  async () => {
    const data = path.join(folderOf(DAEMON), "data");
    mkdirSync(data, { mode: 0o700 });
    chownSync(data, DAEMON.uid, DAEMON.gid);
    const studio = (...args: string[]) =>
      runNode(["bin/studio.mjs", ...args], { env: { STUDIO_DATA: data } });
    const stop = await service(data);
    expect(await studio("workspace", "create", "--name", "Acme", "--json")).toMatchObject({
      code: 0,
      stderr: "",
    });
    await stop();
    // Now the command starts the database itself.
    expect(await studio("agent", "create", "--workspace", "acme", "--name", "Desk")).toMatchObject({
      code: 0,
    });
    expect(ownersIn(data)).toEqual(new Set([DAEMON.uid]));
    const file = path.join(folderOf({ uid: 0, gid: 0 }), "audit.csv");
    expect(await studio("audit", "export", "--workspace", "acme", file)).toMatchObject({
      code: 2,
      stderr: `${file} cannot be written by the user daemon (EACCES). Use a file that this user can access: as root, a command runs as the owner of the embedded database.\n`,
    });
    writeFileSync(file, "", { mode: 0o600 });
    expect(
      await studio("conversations", "import", "--workspace", "acme", "--agent", "desk", file),
    ).toMatchObject({
      code: 2,
      stderr: `${file} cannot be read by the user daemon (EACCES). Use a file that this user can access: as root, a command runs as the owner of the embedded database.\n`,
    });
    await (await service(data))();
    expect(ownersIn(data)).toEqual(new Set([DAEMON.uid]));
    // Without bin/, the command is rejected.
    const { code, stderr } = await runNode(["lib/cli/main.ts", "key", "list", "--workspace", "acme"], {
      env: { STUDIO_DATA: data },
    });
    expect([code, stderr]).toEqual([
      1,
      `The database in ${data} belongs to the user with the ID 1. Run this command as that user.\n`,
    ]);
  },
  120_000,
);

asRoot(
  "a socket folder of another user is not changed, and the error contains the command that returns it",
  async () => {
    const socket = path.join(folderOf(DAEMON), "socket");
    mkdirSync(socket);
    const script = `
    const { ensureOwnedDir } = await import("./db/embedded/location.ts");
    ensureOwnedDir(${JSON.stringify(socket)}, { uid: 1, gid: 1 });`;
    const { code, stderr } = await runNode(["--input-type=module", "-e", script]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `${socket} belongs to the user with the ID 0, not 1. Change the owner with: chown 1 '${socket}'`,
    );
    expect(lstatSync(socket).uid).toBe(0);
  },
);

asRoot(
  "in another user's checkout root prepares files as that user, and is root again afterwards",
  async () => {
    const folder = folderOf(DAEMON);
    const script = `
    import { writeFileSync } from "node:fs";
    import { asOwnerOf } from "./bin/run-as-owner.mjs";
    await asOwnerOf(${JSON.stringify(folder)}, async () => writeFileSync(${JSON.stringify(path.join(folder, "made"))}, ""));
    console.log(process.geteuid(), process.getegid());`;
    expect(await runNode(["--input-type=module", "-e", script])).toEqual({
      code: 0,
      stdout: "0 0\n",
      stderr: "",
    });
    expect(ownersIn(folder)).toEqual(new Set([DAEMON.uid]));
  },
);
