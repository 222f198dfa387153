import type { ResponseMetrics } from "@/lib/features/agents/contract";

/** What can be set of an agent's answers. */
export interface Setting {
  metrics: ResponseMetrics;
  transcript: boolean;
}

const describeMetrics = ({ metrics }: Setting): string => {
  if (metrics.mode === "all") return "all metrics";
  return metrics.names.length === 0 ? "no metrics" : `the metrics ${metrics.names.join(", ")}`;
};

/** Whether two settings let the same through. */
export const isSameSetting = (a: Setting, b: Setting): boolean =>
  a.transcript === b.transcript && describeMetrics(a) === describeMetrics(b);

/** What became of a setting, in a sentence; empty when nothing did. */
export function describeChanges(before: Setting, after: Setting): string {
  const changes = [
    ...(before.transcript === after.transcript
      ? []
      : [`the transcript is now ${after.transcript ? "on" : "off"}`]),
    ...(describeMetrics(before) === describeMetrics(after)
      ? []
      : [`answers now carry ${describeMetrics(after)}`]),
  ];
  if (changes.length === 0) return "";
  const sentence = changes.join(", and ");
  return `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.`;
}
