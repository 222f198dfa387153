"use client";

import { nice, ticks } from "d3-array";
import { stack } from "d3-shape";
import { type PointerEvent, useId, useState } from "react";
import { STATUS_CLASSES, type StatusClass } from "@/lib/features/usage/constants";
import type { Bar } from "./group-hours";
import { CHART_STATUS_CLASSES, PATTERN_FILLS, StatusPatterns, StatusSwatch } from "./status-patterns";

interface Props {
  bars: Bar[];
  /** What the picture shows, for those who do not see it. The numbers themselves are in the table. */
  label: string;
}

/** About how many lines there are across, and names below. */
const MAX_GRID_LINES = 5;
const MAX_AXIS_LABELS = 10;

const percent = (share: number): string => `${Number(share.toFixed(2))}%`;

/**
 * Requests over time as stacked bars. A picture and no more: it takes no focus, and the table beside it says the same.
 * Everything stands in percent of its room, so the server draws it as it is, at any width, and nothing is measured.
 */
export function TrafficChart({ bars, label }: Props) {
  const [pointed, setPointed] = useState<number>();
  const scales = computeScales(bars);
  const { lines } = scales;
  const longest = Math.max(...lines.map((line) => line.toLocaleString("en-GB").length));
  const every = Math.ceil(bars.length / MAX_AXIS_LABELS);
  const point = ({ clientX, currentTarget }: PointerEvent) => {
    const room = currentTarget.getBoundingClientRect();
    const index = Math.floor(((clientX - room.left) / room.width) * bars.length);
    setPointed(Math.min(Math.max(index, 0), bars.length - 1));
  };
  return (
    <div
      role="img"
      aria-label={label}
      className="@container size-full pt-2 pb-6 text-xs tabular-nums"
      style={{ paddingLeft: `calc(${longest}ch + 0.75rem)` }}
    >
      <div className="relative size-full" onPointerMove={point} onPointerLeave={() => setPointed(undefined)}>
        <svg aria-hidden="true" className="size-full overflow-visible">
          <Grid {...scales} />
          {pointed === undefined ? null : (
            <rect
              x={percent((pointed * 100) / bars.length)}
              width={percent(100 / bars.length)}
              height="100%"
              fill="var(--well)"
            />
          )}
          <Stacks {...scales} />
          {bars.map((bar, index) => {
            const fromLast = bars.length - 1 - index;
            if (fromLast % every > 0) return null;
            return (
              <text
                key={bar.key}
                x={percent(((index + 0.5) * 100) / bars.length)}
                y="100%"
                dy="1.6em"
                textAnchor="middle"
                fill="var(--muted)"
                // Where it is narrow there is room for half of them.
                className={fromLast % (2 * every) > 0 ? "hidden @lg:inline" : undefined}
              >
                {bar.short}
              </text>
            );
          })}
        </svg>
        {pointed === undefined ? null : <BarTooltip bars={bars} index={pointed} />}
      </div>
    </div>
  );
}

/** Where things stand, in percent. */
function computeScales(bars: Bar[]) {
  const layers = stack<unknown, Bar, StatusClass>().keys(CHART_STATUS_CLASSES)(bars);
  const most = Math.max(1, ...layers.flat().map(([, top]) => top));
  const [, height = most] = nice(0, most, MAX_GRID_LINES);
  const step = 100 / bars.length;
  // A few bars are kept from becoming walls.
  const gap = step * (bars.length > MAX_AXIS_LABELS ? 0.2 : 0.5);
  return {
    layers,
    lines: ticks(0, height, MAX_GRID_LINES).filter(Number.isInteger),
    width: step - gap,
    left: (index: number) => index * step + gap / 2,
    top: (count: number) => 100 - (100 * count) / height,
  };
}

type Scales = ReturnType<typeof computeScales>;

function Grid({ lines, top }: Scales) {
  return lines.map((line) => (
    <g key={line}>
      <line
        x2="100%"
        y1={percent(top(line))}
        y2={percent(top(line))}
        stroke={line === 0 ? "var(--control)" : "var(--line)"}
      />
      <text dx="-0.75em" y={percent(top(line))} dy="0.35em" textAnchor="end" fill="var(--muted)">
        {line.toLocaleString("en-GB")}
      </text>
    </g>
  ));
}

function Stacks({ layers, left, top, width }: Scales) {
  const id = useId();
  return (
    <>
      <defs>
        <StatusPatterns id={id} />
      </defs>
      {layers.map((layer) => (
        <g key={layer.key} fill={PATTERN_FILLS[layer.key](id)} stroke={`var(--chart-${layer.key})`}>
          {layer.map(([from, to], index) =>
            to > from ? (
              <rect
                key={layer[index]?.data.key}
                x={percent(left(index))}
                width={percent(width)}
                y={percent(top(to))}
                height={percent(top(from) - top(to))}
              />
            ) : null,
          )}
        </g>
      ))}
    </>
  );
}

/** The numbers of one bar, beside it. */
function BarTooltip({ bars, index }: { bars: Bar[]; index: number }) {
  const bar = bars[index];
  if (!bar) return null;
  const inFirstHalf = index < bars.length / 2;
  const beside = percent(((inFirstHalf ? index + 1 : bars.length - index) * 100) / bars.length);
  return (
    <div
      className="pointer-events-none absolute top-0 z-10 rounded-lg border border-line bg-card px-3 py-2 text-sm whitespace-nowrap shadow-lg"
      style={inFirstHalf ? { left: beside } : { right: beside }}
    >
      <p className="font-semibold">{bar.label}</p>
      {[...CHART_STATUS_CLASSES].reverse().map((statusClass) => (
        <p key={statusClass} className="flex items-center gap-2">
          <StatusSwatch statusClass={statusClass} />
          {STATUS_CLASSES[statusClass]}: {bar[statusClass]}
        </p>
      ))}
    </div>
  );
}
