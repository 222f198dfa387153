import { type Board, countsOf } from "./tally";

interface Screen {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  write: (text: string) => unknown;
}

const REDRAW_MS = 100;
const LINE_MS = 5000;
const MOST_ROWS = 12;

/** What is going on: the calls that are under way, then those that came to an end last, then the counts. */
export function tableOf(
  board: Board,
  { columns = 80, rows = 24 }: Pick<Screen, "columns" | "rows">,
): string[] {
  const room = Math.max(1, Math.min(MOST_ROWS, rows - 4));
  const over = (step: string) => ["ended", "handed off", "broke off"].includes(step);
  const talking = board.calls.filter(({ step }) => !over(step));
  const done = board.calls.filter(({ step }) => over(step)).slice(-room);
  const shown = [...talking, ...done.reverse()].slice(0, room);
  const row = (...cells: string[]) =>
    [18, 16, 5, 22].map((width, n) => (cells[n] ?? "").padEnd(width)).join("  ");
  return [
    row("CALL", "ABOUT", "TURNS", "NOW"),
    ...shown.map(({ id, topic, turns, step }) => row(id, topic, String(turns.length), step)),
    lineOf(board),
  ].map((text) => text.slice(0, columns - 1).trimEnd());
}

/** The counts so far in one line. */
export function lineOf(board: Board): string {
  const counts = countsOf(board);
  return [
    `${counts.started} of ${board.wanted} calls started`,
    `${counts.ended} ended`,
    `${counts.turns} turns`,
    `${counts.handoffs} handoffs`,
    `${counts.eventsReceived} of ${counts.eventsPosted} events received`,
    `${counts.retries} retries`,
  ].join(", ");
}

/**
 * Shows a simulation while it runs: on a terminal a table that is drawn again in its place, elsewhere a line every few
 * seconds.
 * @returns ends it, with the last state left standing
 */
export function showLive(board: Board, screen: Screen): () => void {
  let drawn = 0;
  const draw = () => {
    const lines = screen.isTTY ? tableOf(board, screen) : [lineOf(board)];
    // Back over what was drawn last, and clear from there: rows come and go.
    const back = screen.isTTY && drawn > 0 ? `\x1b[${drawn}A\x1b[J` : "";
    screen.write(`${back}${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  draw();
  const timer = setInterval(draw, screen.isTTY ? REDRAW_MS : LINE_MS);
  return () => {
    clearInterval(timer);
    draw();
  };
}
