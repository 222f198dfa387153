import { NAMES, POSTCODES } from "../sample/dialogues";
import { declinedPayment, lostCard } from "./bank-scripts";
import { instalment, unknownCharge } from "./continental-scripts";
import { energyBill, meterReading, powerCut } from "./energy-scripts";
import { breakfast, cancelling, deposit, parking } from "./hotel-scripts";
import type { Script } from "./script";

/** Mixed so that the first few calls already hold payments, handoffs and several languages. */
const SCRIPTS: readonly Script[] = [
  energyBill,
  lostCard,
  deposit,
  cancelling,
  instalment,
  meterReading,
  declinedPayment,
  unknownCharge,
  parking,
  powerCut,
  breakfast,
];

const turning = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** The script of the n-th call: all of them in turn. */
export const scriptOf = (n: number): Script => turning(SCRIPTS, n);

/** What the n-th call's `{…}` stand for. Steps are prime to the lists' lengths, so that people and scripts mix. */
export const slotsOf = (n: number, now: Date): Record<string, string> => ({
  name: turning(NAMES, n * 5),
  postcode: turning(POSTCODES, n * 3),
  room: String(101 + ((n * 37) % 420)),
  code: `H${((n * 7919 + 4242) % 46_656).toString(36).toUpperCase().padStart(3, "0")}-${100 + ((n * 61) % 900)}`,
  digits: String(1000 + ((n * 1237) % 9000)),
  date: new Date(now.getTime() + (3 + (n % 30)) * 86_400_000).toISOString().slice(0, 10),
});
