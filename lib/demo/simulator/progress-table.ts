import { type Progress, progressCounts } from "./progress";

interface Terminal {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  write: (text: string) => unknown;
}

const REDRAW_INTERVAL_MS = 100;
const LOG_INTERVAL_MS = 5000;
const MAX_ROWS = 12;

/** What is going on: the calls that are under way, then those that came to an end last, then the counts. */
export function formatTable(board: Progress, screen: Pick<Terminal, "columns" | "rows">): string[] {
  // A terminal that does not know its size says 0.
  const columns = screen.columns || 80;
  const room = Math.max(1, Math.min(MAX_ROWS, (screen.rows || 24) - 4));
  const over = (step: string) => ["ended", "handed off", "broke off"].includes(step);
  const talking = board.calls.filter(({ step }) => !over(step));
  const done = board.calls.filter(({ step }) => over(step)).slice(-room);
  const shown = [...talking, ...done.reverse()].slice(0, room);
  const row = (...cells: string[]) =>
    [18, 16, 5, 22].map((width, n) => (cells[n] ?? "").padEnd(width)).join("  ");
  return [
    row("CALL", "ABOUT", "TURNS", "NOW"),
    ...shown.map(({ id, topic, turns, step }) => row(id, topic, String(turns.length), step)),
    formatSummary(board),
  ].map((text) => text.slice(0, columns - 1).trimEnd());
}

/** The counts so far in one line. */
export function formatSummary(board: Progress): string {
  const counts = progressCounts(board);
  return [
    `Started ${counts.started} of ${board.total}`,
    `ended ${counts.ended}`,
    `turns ${counts.turns}`,
    `handoffs ${counts.handoffs}`,
    `events received ${counts.eventsReceived} of ${counts.eventsPosted}`,
    `retries ${counts.retries}`,
  ].join(", ");
}

/**
 * Shows a simulation while it runs: on a terminal a table that is drawn again in its place, elsewhere a line every few
 * seconds.
 * @returns ends it, with the last state left standing
 */
export function showProgress(board: Progress, screen: Terminal): () => void {
  let drawn = 0;
  const draw = () => {
    const lines = screen.isTTY ? formatTable(board, screen) : [formatSummary(board)];
    // Back over what was drawn last, and clear from there: rows come and go.
    const back = screen.isTTY && drawn > 0 ? `\x1b[${drawn}A\x1b[J` : "";
    screen.write(`${back}${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  draw();
  const timer = setInterval(draw, screen.isTTY ? REDRAW_INTERVAL_MS : LOG_INTERVAL_MS);
  return () => {
    clearInterval(timer);
    draw();
  };
}
