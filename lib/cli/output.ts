import type { Writable } from "node:stream";
import { escapeC1, withoutEscapes } from "./printable";
import { tableLines } from "./table";

interface Result {
  /** The result as one JSON value, for --json. */
  json: unknown;
  /** The result as text. */
  text: string;
  /** False sets exit code 1 although there is a result. */
  ok?: boolean;
}

/** A result that is written while it is read from the database. */
interface StreamedResult {
  json: AsyncIterable<string>;
  lines: AsyncIterable<string>;
  ok?: boolean;
}

export type Output = Result | StreamedResult;

/** A list of any length: its table for people, and `{"<name>": […]}` for --json. */
export function listOutput<T>(list: {
  name: string;
  pages: AsyncIterable<T[]> | Iterable<T[]>;
  header: string[];
  toRow: (item: T) => string[];
  /** The text of an empty list. */
  empty: string;
}): StreamedResult {
  const { name, pages, header, toRow, empty } = list;
  return {
    json: jsonList(name, pages),
    lines: tableLines(header, mapPages(pages, toRow), empty),
  };
}

async function* mapPages<T>(pages: AsyncIterable<T[]> | Iterable<T[]>, toRow: (item: T) => string[]) {
  for await (const page of pages) yield page.map(toRow);
}

async function* jsonList<T>(name: string, pages: AsyncIterable<T[]> | Iterable<T[]>): AsyncGenerator<string> {
  let separator = `{${JSON.stringify(name)}:[`;
  for await (const page of pages) {
    for (const item of page) {
      yield separator + JSON.stringify(item);
      separator = ",";
    }
  }
  yield separator === "," ? "]}" : `${separator}]}`;
}

/** One JSON value, for a result whose text is streamed. */
export async function* jsonValue(value: unknown): AsyncGenerator<string> {
  yield JSON.stringify(value);
}

/** Every page of a list, read one after the other. */
export async function* allPages<T>(
  read: (cursor: string | null) => Promise<{ items: T[]; nextCursor: string | null }>,
): AsyncGenerator<T[]> {
  let cursor: string | null = null;
  do {
    const page: { items: T[]; nextCursor: string | null } = await read(cursor);
    yield page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/**
 * Writes a result, at the pace of its reader. Ends without an error if the reader closes the stream, as `head` does.
 * @param signal stops between two writes
 */
export async function writeOutput(
  output: Output,
  { json = false }: { json?: boolean },
  out: Writable,
  signal?: AbortSignal,
): Promise<void> {
  try {
    for await (const chunk of inChunks(json ? jsonParts(output) : textParts(output))) {
      if (signal?.aborted) return;
      await write(out, chunk);
    }
  } catch (error) {
    if (!isClosedByReader(error)) throw error;
  }
}

async function* jsonParts(output: Output): AsyncGenerator<string> {
  for await (const part of "lines" in output ? output.json : jsonValue(output.json)) yield escapeC1(part);
  yield "\n";
}

async function* textParts(output: Output): AsyncGenerator<string> {
  if ("text" in output) yield withoutEscapes(`${output.text}\n`);
  else for await (const line of output.lines) yield withoutEscapes(`${line}\n`);
}

const CHUNK_LENGTH = 65_536;

/** Joins short parts: a write for each line of a long list takes most of its time. */
async function* inChunks(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = "";
  for await (const part of parts) {
    chunk += part;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

const write = (out: Writable, chunk: string): Promise<void> =>
  new Promise((resolve, reject) => {
    out.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** EPIPE, or on Windows EOF. */
const isClosedByReader = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EPIPE" || error.code === "EOF");
