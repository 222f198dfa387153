import type { ResponseMetrics } from "@/lib/agents/contract";

/** What can be set of an agent's answers. */
export interface Setting {
  metrics: ResponseMetrics;
  transcript: boolean;
}

const metricsOf = ({ metrics }: Setting): string => {
  if (metrics.mode === "all") return "all metrics";
  return metrics.names.length === 0 ? "no metrics" : `the metrics ${metrics.names.join(", ")}`;
};

/** Whether two settings let the same through. */
export const sameSetting = (a: Setting, b: Setting): boolean =>
  a.transcript === b.transcript && metricsOf(a) === metricsOf(b);

/** What became of a setting, in a sentence; empty when nothing did. */
export function tellChanges(before: Setting, after: Setting): string {
  const changes = [
    ...(before.transcript === after.transcript
      ? []
      : [`the transcript is now ${after.transcript ? "on" : "off"}`]),
    ...(metricsOf(before) === metricsOf(after) ? [] : [`answers now carry ${metricsOf(after)}`]),
  ];
  if (changes.length === 0) return "";
  const sentence = changes.join(", and ");
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
}
