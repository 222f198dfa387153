import fc from "fast-check";

const twoDigits = (n: number) => String(n).padStart(2, "0");
const mostlyFrom = <T>(usual: T[], odd: T[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...usual) },
    { weight: 2, arbitrary: fc.constantFrom(...odd) },
  );

/** Strings similar to ISO 8601: valid times, times that do not exist, and invalid strings. */
export const nearTimestamp: fc.Arbitrary<string> = fc
  .record({
    year: mostlyFrom(
      ["2024", "2026", "1970", "0001", "9999"],
      ["0000", "10000", "-0001", "+002026", "26", "1900"],
    ),
    month: mostlyFrom(
      Array.from({ length: 12 }, (_, n) => twoDigits(n + 1)),
      ["00", "13", "2", "-1"],
    ),
    day: mostlyFrom(
      Array.from({ length: 28 }, (_, n) => twoDigits(n + 1)),
      ["00", "29", "30", "31", "32", "7"],
    ),
    separator: mostlyFrom(["T"], ["t", " ", "_", "", "T "]),
    hour: mostlyFrom(
      Array.from({ length: 24 }, (_, n) => twoDigits(n)),
      ["24", "25", "9", "-1"],
    ),
    minute: mostlyFrom(["00", "07", "30", "59"], ["60", "99", "5"]),
    second: mostlyFrom([":00", ":07", ":59"], [":60", ":61", "", ":5", "00"]),
    fraction: mostlyFrom(["", ".0", ".5", ".123", ".987654321"], [".", ",5", ".1234567890123456789", ".-1"]),
    zone: mostlyFrom(
      ["Z", "+00:00", "+05:30", "-08:00"],
      [
        "z",
        "",
        "-00:00",
        "+14:00",
        "+23:59",
        "-23:59",
        "+24:00",
        "+99:99",
        "-99:99",
        "+0530",
        "+05",
        "Z ",
        "+5:30",
      ],
    ),
    whole: mostlyFrom(
      [(text: string) => text],
      [(text: string) => text.slice(0, 10), (text: string) => ` ${text}`],
    ),
  })
  .map(({ year, month, day, separator, hour, minute, second, fraction, zone, whole }) =>
    whole(`${year}-${month}-${day}${separator}${hour}:${minute}${second}${fraction}${zone}`),
  );

/** Strings similar to numbers, mostly close to the given bounds. */
export const nearNumber = (...bounds: number[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom(...bounds), fc.integer({ min: -2, max: 2 }))
        .map(([bound, by]) => String(bound + by)),
    },
    { weight: 1, arbitrary: fc.nat().map(String) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...["", " 1", "1 ", "+1", "-0", "1.0", "1.5", "1e3", "0x10", "٣", "１", "1_000", "1,000", "Infinity"],
        ...[
          "NaN",
          "0007",
          "2147483647",
          "2147483648",
          "9007199254740993",
          "9".repeat(400),
          "1\u0000",
          "true",
        ],
      ),
    },
  );
