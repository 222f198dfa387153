import type { Command } from "commander";
import { settings } from "@/lib/core/env";
import { requireSameDatabase, requireServer } from "@/lib/demo/simulator/check-server";
import { MAX_CALLS, MAX_SECONDS, parsePositiveInteger, parseRate } from "@/lib/demo/simulator/parse-rate";
import { showProgress } from "@/lib/demo/simulator/progress-table";
import { type SimulationReport, simulate } from "@/lib/demo/simulator/simulate";
import { SIMULATED_AGENT_SLUG, withSimulatedAgent } from "@/lib/demo/simulator/simulated-agent";
import { operatorIn, progress, run, table, UsageError } from "./run";

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
      run(options, async (onInterrupt) => {
        const parameters = {
          calls: requireValid(
            "--calls",
            parsePositiveInteger(options.calls, MAX_CALLS),
            `a whole number from 1 to ${MAX_CALLS}`,
          ),
          perSecond: requireValid(
            "--rate",
            parseRate(options.rate),
            "calls a second such as 2/s or 30/m, at most 100/s",
          ),
          seconds: requireValid(
            "--seconds",
            parsePositiveInteger(options.seconds, MAX_SECONDS),
            `1 to ${MAX_SECONDS} seconds`,
          ),
          url: requireValid("--url", parseOrigin(options.url), "an address such as http://localhost:3000"),
        };
        const actor = await operatorIn(options.workspace);
        await requireServer(parameters.url);
        const stopped = new AbortController();
        const board = { total: parameters.calls, calls: [], retries: 0 };
        const played = withSimulatedAgent(actor, stopped.signal, async (line) => {
          await requireSameDatabase(parameters.url, line.key);
          const end = showProgress(board, process.stderr);
          return simulate({ ...parameters, ...line, board, stop: stopped.signal }).finally(end);
        });
        onInterrupt(async () => {
          progress("Stopping: the calls under way end, and the key is deleted.");
          stopped.abort();
          await played.catch(() => {});
        });
        const report = await played;
        const json = { agent: SIMULATED_AGENT_SLUG, ...report };
        return { json, text: formatReport(report), ok: report.lost + report.duplicates === 0 };
      }),
    );
}

function requireValid<T>(option: string, value: T | null, takes: string): T {
  if (value === null) throw new UsageError(`${option} takes ${takes}.`);
  return value;
}

function parseOrigin(option: string | undefined): string | null {
  if (option === undefined) return settings().PUBLIC_URL;
  return URL.canParse(option) && /^https?:$/.test(new URL(option).protocol) ? new URL(option).origin : null;
}

function formatReport(report: SimulationReport): string {
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
  const omitted = lost + duplicates - problems.length;
  const more = omitted > 0 ? [`… and ${omitted} more.`] : [];
  return [`The agent is ${SIMULATED_AGENT_SLUG}.`, facts, ...late, ...problems, ...more, verdict].join("\n");
}
