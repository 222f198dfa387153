// The baseline: plain node:http with one prepared statement of pg, without keys, logs or limits. Its responses are the same
// bytes as ours, because the client parses them on the same cores.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Pool, type PoolConfig, type QueryConfig } from "pg";

/** What the baseline server does for each request. */
export type BaselineTask =
  | { kind: "static"; status: number; body: string }
  /** One statement; the response is `body` or, without one, the `body` column of its rows between `before` and `after`. */
  | { kind: "query"; query: QueryConfig; status: number; body?: string; before?: string; after?: string }
  /** One insert of the request's body. */
  | { kind: "insert"; text: string; status: number; body: string };

const {
  connection,
  port,
  task,
  head,
}: { connection: PoolConfig; port: number; task: BaselineTask; head: Record<string, string> } = JSON.parse(
  process.argv[2] ?? "{}",
);
const pool = new Pool({ max: 20, ...connection });

async function handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const end = (body: string) =>
    response.writeHead(task.status, { ...head, "Content-Length": Buffer.byteLength(body) }).end(body);
  if (task.kind === "static") return void end(task.body);
  if (task.kind === "insert") {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    await pool.query({ name: "bare", text: task.text, values: [Buffer.concat(chunks)] });
    return void end(task.body);
  }
  const { rows } = await pool.query<{ body: string }>({ ...task.query, name: "bare" });
  end(task.body ?? `${task.before}${rows.map(({ body }) => body).join(",")}${task.after}`);
}

createServer((request, response) => void handleRequest(request, response)).listen(port, "127.0.0.1", () =>
  console.log(JSON.stringify({ listening: port })),
);
