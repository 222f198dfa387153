// What root must not do to other users' files: everything it makes belongs to root, and their server cannot replace it.
import { existsSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";

const isRoot = () => process.getuid?.() === 0;

/**
 * As root beside another user's embedded database, becomes that user for good. Whose it is, the file that the first
 * start makes says; where there is none, or with DATABASE_URL, the process stays as it is.
 */
export function runAsOwnerOfData() {
  if (!isRoot() || process.env.DATABASE_URL) return;
  const file = path.join(process.env.STUDIO_DATA || ".data", "database-password");
  if (!existsSync(file)) return;
  const { uid, gid } = statSync(file);
  if (uid === 0) return;
  try {
    process.initgroups(uid, gid);
  } catch {
    // A user whom the system does not know by name has no further groups.
    process.setgroups([gid]);
  }
  process.setgid(gid);
  process.setuid(uid);
  setHome();
}

/** npm keeps its cache in the home of the user that the process runs as. */
function setHome() {
  try {
    process.env.HOME = userInfo().homedir;
  } catch {
    // The system does not know this user by name.
    process.env.HOME = tmpdir();
  }
}

/** As root in another user's checkout, does `work` as that user; afterwards the process is root again. */
export async function asOwnerOf(folder, work) {
  const { uid, gid } = statSync(folder);
  if (!isRoot() || uid === 0) return work();
  process.setegid(gid);
  process.seteuid(uid);
  setHome();
  try {
    return await work();
  } finally {
    process.seteuid(0);
    process.setegid(0);
    setHome();
  }
}
