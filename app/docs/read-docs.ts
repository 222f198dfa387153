import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { type DocPage, PAGES } from "./pages";

// Read at every request: the files are not part of the build, and the server always runs in the project folder.
const folder = () => path.join(/* turbopackIgnore: true */ process.cwd(), "docs");

/** The pages whose files exist. */
export async function availablePages(): Promise<DocPage[]> {
  const files = new Set(await readdir(folder()).catch(() => []));
  return PAGES.filter(({ file }) => files.has(file));
}

export const readPage = ({ file }: DocPage): Promise<string> => readFile(path.join(folder(), file), "utf8");
