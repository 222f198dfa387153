// Root must not write to another user's folders: the files would belong to root, and that user's server could not replace them.
import { existsSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";

const isRoot = () => process.getuid?.() === 0;

/**
 * As root with another user's embedded database, becomes that user permanently. The owner is that of a file that the first
 * start creates. Without that file, or with DATABASE_URL, does nothing.
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
    // A user without a name on this system has no further groups.
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
    // This user has no name on this system.
    process.env.HOME = tmpdir();
  }
}

/** As root in another user's checkout, runs `work` as that user, then becomes root again. */
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
