import type { Command } from "commander";
import { settings } from "@/lib/core/env";
import { requireSameDatabase, requireServer } from "@/lib/demo/simulator/check-server";
import { MAX_CALLS, MAX_SECONDS, parsePositiveInteger, parseRate } from "@/lib/demo/simulator/parse-rate";
import { showProgress } from "@/lib/demo/simulator/progress-table";
import { type SimulationReport, simulate } from "@/lib/demo/simulator/simulate";
import { SIMULATED_AGENT_SLUG, withSimulatedAgent } from "@/lib/demo/simulator/simulated-agent";
import { operatorActor, progress, type Run, UsageError } from "./run";
import { table } from "./table";

/** `studio simulate` */
export function simulateCommand(program: Command, run: Run): void {
  program
    .command("simulate")
    .description(
      "Simulate calls against the running server, some with a payment or handoff, and report lost data",
    )
    .requiredOption("--workspace <id or slug>", "the workspace; the calls belong to a separate agent")
    .option("--calls <n>", "number of calls", "20")
    .option("--rate <n/s or n/m>", "calls started per second or minute", "2/s")
    .option("--seconds <n>", "maximum time in which calls start and talk", "60")
    .option("--url <url>", "URL of the server; PUBLIC_URL by default")
    .option(
      "--json",
      "print one JSON value: {agent, calls, started, ended, turns, …, lost, duplicates, problems}",
    )
    .addHelpText("after", "\nExample: studio simulate --workspace harbour-hotels --calls 100 --rate 5/s")
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
            "a rate such as 2/s or 30/m, at most 100/s",
          ),
          seconds: requireValid(
            "--seconds",
            parsePositiveInteger(options.seconds, MAX_SECONDS),
            `1 to ${MAX_SECONDS} seconds`,
          ),
          url: requireValid(
            "--url",
            parseOrigin(options.url),
            "a URL such as http://localhost:3000, without a path",
          ),
        };
        const actor = await operatorActor(options.workspace);
        await requireServer(parameters.url);
        const stopped = new AbortController();
        const board = { total: parameters.calls, calls: [], retries: 0 };
        const played = withSimulatedAgent(actor, stopped.signal, async (agent) => {
          await requireSameDatabase(parameters.url, agent.key);
          const end = showProgress(board, process.stderr);
          return simulate({ ...parameters, ...agent, board, stop: stopped.signal }).finally(end);
        });
        onInterrupt(async () => {
          progress("Stopping: ending the calls in progress and deleting the key.");
          stopped.abort();
          await played.catch(() => {});
        });
        const report = await played;
        const json = { agent: SIMULATED_AGENT_SLUG, ...report };
        return { json, text: formatReport(report), ok: report.lost + report.duplicates === 0 };
      }),
    );
}

function requireValid<T>(option: string, value: T | null, requirement: string): T {
  if (value === null) throw new UsageError(`${option} must be ${requirement}.`);
  return value;
}

function parseOrigin(option: string | undefined): string | null {
  if (option === undefined) return settings().PUBLIC_URL;
  if (!URL.canParse(option)) return null;
  const { protocol, origin, href } = new URL(option);
  // Anything more than an origin would be dropped without a word.
  return /^https?:$/.test(protocol) && href === `${origin}/` ? origin : null;
}

function formatReport(report: SimulationReport): string {
  const { notStarted, lost, duplicates, problems } = report;
  const facts = table([
    ["Calls requested", String(report.calls)],
    ["Calls started", String(report.started)],
    ["Calls ended", String(report.ended)],
    ["Calls not started", String(notStarted)],
    ["Turns written", String(report.turns)],
    ["Metrics written", String(report.metrics)],
    ["Handoffs", String(report.handoffs)],
    ["Events posted", String(report.eventsPosted)],
    ["Events repeated", String(report.eventsRepeated)],
    ["Events received", String(report.eventsReceived)],
    ["Retries", String(report.retries)],
    ["Lost", String(lost)],
    ["Duplicates", String(duplicates)],
  ]);
  const late =
    notStarted > 0 ? [`Time limit reached: ${notStarted} of ${report.calls} calls did not start.`] : [];
  const verdict = lost + duplicates === 0 ? "Nothing was lost." : "Not everything arrived exactly once.";
  const omitted = lost + duplicates - problems.length;
  const more = omitted > 0 ? [`… and ${omitted} more.`] : [];
  return [`Agent: ${SIMULATED_AGENT_SLUG}`, facts, ...late, ...problems, ...more, verdict].join("\n");
}
