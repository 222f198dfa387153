import { clsx } from "clsx";
import { ChevronDown } from "lucide-react";

interface Props {
  label: string;
  value: string;
  /** Labels by value. */
  options: Record<string, string>;
  /** The label of an empty value. Without it, a value is always selected. */
  anyLabel?: string;
  onChange: (value: string) => void;
}

/** A compact native select, which works with every keyboard and on every phone. */
export function Select({ label, value, options, anyLabel, onChange }: Props) {
  return (
    <span className="relative max-w-full min-w-0">
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={clsx(
          // As wide as the selected option, if the browser supports it.
          "field-sizing-content min-h-11 w-full appearance-none truncate rounded-full border bg-transparent pr-6 pl-3 sm:max-w-72 sm:pr-9 sm:pl-4",
          anyLabel && value ? "border-strong font-semibold" : "border-control",
        )}
      >
        {anyLabel ? (
          <option value="" className="bg-card">
            {anyLabel}
          </option>
        ) : null}
        {Object.entries(options).map(([option, text]) => (
          <option key={option} value={option} className="bg-card">
            {text}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        size={16}
        className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 sm:right-3.5 text-muted"
      />
    </span>
  );
}
