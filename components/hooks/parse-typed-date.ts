import { isDay } from "@/lib/core/calendar";

/** Accepts a complete date, with or without a time. A browser also reports a half-typed year, such as 0002. */
export const parseTypedDate = (typed: string): string | undefined =>
  typed !== "" && (typed < "2000" || !isDay(typed.slice(0, 10))) ? undefined : typed;
