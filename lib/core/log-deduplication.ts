import { serializeError } from "./serialize-error";

const WINDOW_MS = 1000;
/** Different messages that are counted at the same time, at most. */
const MAX_MESSAGES = 1000;
/** Correlation IDs in a line for repeats, at most. */
const MAX_IDS = 20;

type Fields = Record<string, unknown>;
type Line = [fields: Fields, message: string];
type Write = (...line: Line) => void;

interface Repeats {
  count: number;
  ids: unknown[];
  last: Line;
  write: Write;
}

/**
 * Writes a message at most once per second and counts the repeats, so that an error loop cannot fill the disk with log
 * lines. Two messages are the same if text, level and innermost cause are. The line for repeats has the fields of the last
 * one, `repeated` (their number since the previous line) and up to 20 `correlationIds`.
 */
export class LogDeduplicator {
  readonly #repeats = new Map<string, Repeats>();

  /** Writes the line now, or counts it as a repeat that is reported within a second. */
  write(level: number, line: Line, write: Write): void {
    const [fields, message] = line;
    const key = this.#repeats.size < MAX_MESSAGES ? messageKey(level, line) : `${level} ${message}`;
    const repeats = this.#repeats.get(key);
    if (!repeats) {
      this.#repeats.set(key, { count: 0, ids: [], last: line, write });
      this.#scheduleReport(key);
      write(fields, message);
      return;
    }
    repeats.count++;
    repeats.last = line;
    if (fields.correlationId && repeats.ids.length < MAX_IDS) repeats.ids.push(fields.correlationId);
  }

  /** Writes the counts so far; called before the process exits. */
  flush(): void {
    for (const key of this.#repeats.keys()) this.#report(key);
  }

  #scheduleReport(key: string): void {
    setTimeout(() => {
      if (this.#report(key)) this.#scheduleReport(key);
      else this.#repeats.delete(key);
    }, WINDOW_MS).unref();
  }

  /** @returns true if a line was written */
  #report(key: string): boolean {
    const repeats = this.#repeats.get(key);
    if (!repeats || repeats.count === 0) return false;
    const { count, ids, last, write } = repeats;
    const [{ correlationId: _, ...fields }, message] = last;
    repeats.count = 0;
    repeats.ids = [];
    write({ ...fields, ...(ids.length > 0 ? { correlationIds: ids } : {}), repeated: count }, message);
    return true;
  }
}

function messageKey(level: number, [{ err, reason, code }, message]: Line): string {
  const cause = err === undefined ? { message: reason, code } : serializeError(err);
  return `${level} ${message} ${cause.code} ${cause.message}`;
}
