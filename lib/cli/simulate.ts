import type { Command } from "commander";
import { settings } from "../env";
import { requireSameDatabase, requireServer } from "../simulation/find-server";
import { showLive } from "../simulation/live-table";
import { MOST_CALLS, MOST_SECONDS, rateFrom, wholeFrom } from "../simulation/rate";
import { type Report, simulate } from "../simulation/simulate";
import { Misuse, operatorIn, progress, run, table } from "./run";
import { SIMULATED_SLUG, withSimulatedLine } from "./simulated-line";

/** `studio simulate` */
export function simulateCommand(program: Command): void {
  program
    .command("simulate")
    .description(
      "Play calls against the running server, some with a payment or a handoff, and count what is lost",
    )
    .requiredOption("--workspace <id or slug>", "where; the calls are those of an agent of their own")
    .option("--calls <n>", "how many calls", "20")
    .option("--rate <n/s or n/m>", "how many start in a second or a minute", "2/s")
    .option("--seconds <n>", "the longest time that calls are started and talk", "60")
    .option("--url <url>", "where the server answers; PUBLIC_URL when left out")
    .option(
      "--json",
      "print one JSON value: {agent, calls, started, ended, turns, …, lost, duplicates, problems}",
    )
    .addHelpText("after", "\nExample: studio simulate --workspace harbour --calls 100 --rate 5/s")
    .action((options) =>
      run(options, async (atStop) => {
        const wish = {
          calls: asked(
            "--calls",
            wholeFrom(options.calls, MOST_CALLS),
            `a whole number from 1 to ${MOST_CALLS}`,
          ),
          perSecond: asked(
            "--rate",
            rateFrom(options.rate),
            "calls a second such as 2/s or 30/m, at most 100/s",
          ),
          seconds: asked(
            "--seconds",
            wholeFrom(options.seconds, MOST_SECONDS),
            `1 to ${MOST_SECONDS} seconds`,
          ),
          url: asked("--url", originFrom(options.url), "an address such as http://localhost:3000"),
        };
        const actor = await operatorIn(options.workspace);
        await requireServer(wish.url);
        const stopped = new AbortController();
        const board = { wanted: wish.calls, calls: [], retries: 0 };
        const played = withSimulatedLine(actor, stopped.signal, async (line) => {
          await requireSameDatabase(wish.url, line.key);
          const end = showLive(board, process.stderr);
          return simulate({ ...wish, ...line, board, stop: stopped.signal }).finally(end);
        });
        atStop(async () => {
          progress("Stopping: the calls under way end, and the key is deleted.");
          stopped.abort();
          await played.catch(() => {});
        });
        const report = await played;
        const json = { agent: SIMULATED_SLUG, ...report };
        return { json, text: textOf(report), ok: report.lost + report.duplicates === 0 };
      }),
    );
}

function asked<T>(option: string, value: T | null, takes: string): T {
  if (value === null) throw new Misuse(`${option} takes ${takes}.`);
  return value;
}

function originFrom(option: string | undefined): string | null {
  if (option === undefined) return settings().PUBLIC_URL;
  return URL.canParse(option) && /^https?:$/.test(new URL(option).protocol) ? new URL(option).origin : null;
}

function textOf(report: Report): string {
  const { notStarted, lost, duplicates, problems } = report;
  const facts = table([
    ["Calls asked for", String(report.calls)],
    ["Calls started", String(report.started)],
    ["Calls ended", String(report.ended)],
    ["Calls not started", String(notStarted)],
    ["Turns written", String(report.turns)],
    ["Metrics written", String(report.metrics)],
    ["Handoffs", String(report.handoffs)],
    ["Events posted", String(report.eventsPosted)],
    ["Posted again", String(report.eventsRepeated)],
    ["Events received", String(report.eventsReceived)],
    ["Retries", String(report.retries)],
    ["Lost", String(lost)],
    ["There twice", String(duplicates)],
  ]);
  const late =
    notStarted > 0 ? [`Time was up: ${notStarted} of ${report.calls} calls were not started.`] : [];
  const verdict = lost + duplicates === 0 ? "Nothing was lost." : "Not everything arrived exactly once.";
  const untold = lost + duplicates - problems.length;
  const more = untold > 0 ? [`… and ${untold} more.`] : [];
  return [`The agent is ${SIMULATED_SLUG}.`, facts, ...late, ...problems, ...more, verdict].join("\n");
}
