// Which servers run from this checkout: what they use must not be replaced under them.
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import path from "node:path";

// A socket, not a file with a process id: however the server ends, nothing isListening there afterwards. Relative to the
// checkout, which is the working directory, because the names of sockets are short.
const FOLDER = "dist/serving";

/** From now on, until this process ends, it counts as a server of this checkout. */
export async function announceServing() {
  const file = path.join(FOLDER, `${process.pid}.sock`);
  try {
    mkdirSync(FOLDER, { recursive: true });
    rmSync(file, { force: true });
    const server = createServer((socket) => socket.destroy()).listen(file);
    await once(server, "listening");
    server.unref();
  } catch {
    // Where this user cannot write, this user cannot replace anything either.
  }
}

/** The process ids of the other servers that run from this checkout. */
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

/** One line for people when something would be replaced under a running server; undefined when none runs. */
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
    // Another user's socket refuses us although its server runs.
    return !["ECONNREFUSED", "ENOENT"].includes(error.code);
  } finally {
    socket.destroy();
  }
}
