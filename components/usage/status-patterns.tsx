import { useId } from "react";
import type { StatusClass } from "@/lib/features/usage/constants";

/** In order from the bottom of a bar to its top. */
export const CHART_STATUS_CLASSES = [2, 4, 5] as const satisfies StatusClass[];

/** Fills that differ without color: plain, striped, dotted. They need `StatusPatterns` with the same id in the same SVG. */
export const PATTERN_FILLS: Record<StatusClass, (id: string) => string> = {
  2: () => "var(--chart-2)",
  4: (id) => `url(#${id}-4)`,
  5: (id) => `url(#${id}-5)`,
};

export function StatusPatterns({ id }: { id: string }) {
  return (
    <>
      <pattern
        id={`${id}-4`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="var(--chart-gap)" />
        <rect width="3" height="6" fill="var(--chart-4)" />
      </pattern>
      <pattern id={`${id}-5`} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--chart-gap)" />
        <circle cx="1.5" cy="1.5" r="1.4" fill="var(--chart-5)" />
        <circle cx="4.5" cy="4.5" r="1.4" fill="var(--chart-5)" />
      </pattern>
    </>
  );
}

/** The legend symbol of a status class. */
export function StatusSwatch({ statusClass }: { statusClass: StatusClass }) {
  const id = useId();
  return (
    <svg aria-hidden="true" width="16" height="16" className="flex-none">
      <defs>
        <StatusPatterns id={id} />
      </defs>
      <rect
        x="1"
        y="1"
        width="14"
        height="14"
        rx="2"
        fill={PATTERN_FILLS[statusClass](id)}
        stroke={`var(--chart-${statusClass})`}
      />
    </svg>
  );
}
