import type { PlayedCall } from "./call-record";
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

/** The calls in progress, then the last ones that ended, then the counts. */
export function formatTable(board: Progress, screen: Pick<Terminal, "columns" | "rows">): string[] {
  // A terminal of unknown size reports 0.
  const columns = screen.columns || 80;
  const rowCount = Math.max(1, Math.min(MAX_ROWS, (screen.rows || 24) - 4));
  const hasEnded = ({ ended, failure }: PlayedCall) => ended || failure !== undefined;
  const inProgress = board.calls.filter((call) => !hasEnded(call));
  const done = board.calls.filter(hasEnded).slice(-rowCount);
  const shown = [...inProgress, ...done.reverse()].slice(0, rowCount);
  const row = (...cells: string[]) =>
    [18, 16, 5, 22].map((width, n) => (cells[n] ?? "").padEnd(width)).join("  ");
  return [
    row("CALL", "TOPIC", "TURNS", "STEP"),
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
 * Shows the progress of a simulation: on a terminal, a table that is redrawn in place; elsewhere, a line every few seconds.
 * @returns stops it and prints the final state
 */
export function showProgress(board: Progress, screen: Terminal): () => void {
  let drawn = 0;
  const draw = () => {
    const lines = screen.isTTY ? formatTable(board, screen) : [formatSummary(board)];
    // Moves up over the previous table and clears it, because the number of rows changes.
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
