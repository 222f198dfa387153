import { DAY_MS } from "@/lib/core/durations";
import { NAMES, POSTCODES } from "../sample-data/dialogues";
import { declinedPayment, lostCard } from "./bank-scripts";
import { energyBill, meterReading, powerCut } from "./energy-scripts";
import { breakfast, cancellation, deposit, parking } from "./hotel-scripts";
import { installment, unknownCharge } from "./multilingual-scripts";
import type { Script } from "./script";

/** In an order in which the first few calls already include payments, handoffs and several languages. */
const SCRIPTS: readonly Script[] = [
  energyBill,
  lostCard,
  deposit,
  cancellation,
  installment,
  meterReading,
  declinedPayment,
  unknownCharge,
  parking,
  powerCut,
  breakfast,
];

const cycle = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** The script of the n-th call, in rotation. */
export const scriptFor = (n: number): Script => cycle(SCRIPTS, n);

/** The values for `{…}` in the n-th call. Steps are coprime to the list lengths, so that names and scripts mix. */
export const slotsFor = (n: number, now: Date): Record<string, string> => ({
  name: cycle(NAMES, n * 5),
  postcode: cycle(POSTCODES, n * 3),
  room: String(101 + ((n * 37) % 420)),
  code: `H${((n * 7919 + 4242) % 46_656).toString(36).toUpperCase().padStart(3, "0")}-${100 + ((n * 61) % 900)}`,
  digits: String(1000 + ((n * 1237) % 9000)),
  date: new Date(now.getTime() + (3 + (n % 30)) * DAY_MS).toISOString().slice(0, 10),
});
