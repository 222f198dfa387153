// Finds the servers that run from this checkout, because the files that they use must not be replaced.
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";

// Sockets instead of PID files: however a server ends, nothing listens afterwards. The path is relative to the checkout,
// which is the working directory, because socket paths are limited to about 100 bytes.
const FOLDER = "dist/serving";

/** Registers this process as a server of this checkout until it exits. */
export async function announceServing() {
  const file = path.join(FOLDER, `${process.pid}.sock`);
  try {
    mkdirSync(FOLDER, { recursive: true });
    rmSync(file, { force: true });
    const server = createServer((socket) => socket.destroy()).listen(file);
    await once(server, "listening");
    server.unref();
  } catch {
    // A user who cannot write here cannot replace anything either.
  }
}

/** The PIDs of the other servers that run from this checkout. */
export async function otherServerPids() {
  const found = [];
  for (const name of socketFiles()) {
    const pid = Number(name.split(".")[0]);
    if (pid === process.pid) continue;
    if (await isListening(path.join(FOLDER, name))) found.push(pid);
    else rmSync(path.join(FOLDER, name), { force: true });
  }
  return found;
}

/** A message if a running server uses the files that would be replaced; undefined if none runs. */
export async function inUseMessage(what) {
  const [pid] = await otherServerPids();
  if (pid === undefined) return undefined;
  return `${what}, but a server runs from this folder (process ${pid}). Prepare the update in another checkout with npm run build, or stop that server first.`;
}

function socketFiles() {
  try {
    return readdirSync(FOLDER).filter((name) => name.endsWith(".sock"));
  } catch {
    return [];
  }
}

async function isListening(file) {
  const socket = connect(file);
  try {
    await once(socket, "connect");
    return true;
  } catch (error) {
    // Another error, such as EACCES for another user's socket, means that its server runs.
    return !["ECONNREFUSED", "ENOENT"].includes(error.code);
  } finally {
    socket.destroy();
  }
}
