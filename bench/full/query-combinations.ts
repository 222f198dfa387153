import { WORDS } from "./sizes";

/** Every way to narrow the v3 list down, with values that most conversations of the fill have, that few have, and none. */
const FILTER_VALUES: Record<string, string[]> = {
  environment: ["", "client_env=sandbox"],
  time: ["", "start_time=2000-01-01&end_time=2100-01-01"],
  channel: ["", "channel=voice", "channel=fax", "channel=webchat&channel=sms", "channel=pigeon"],
  variant: ["", "variant_id=v2", "variant_id=v3", "variant_name=New%20greeting", "variant_name=None"],
  progress: ["", "in_progress=true", "in_progress=false"],
};

/** Each combination of them, as a query string. */
export function filterCombinations(): string[] {
  return Object.values(FILTER_VALUES)
    .reduce<string[][]>(
      (made, values) => made.flatMap((some) => values.map((value) => [...some, value])),
      [[]],
    )
    .map((some) => some.filter((value) => value !== "").join("&"));
}

const RANGE = "start_time=2000-01-01&end_time=2100-01-01";

/** Searches: words that all, many, few and no conversations hold, together and not, on either side. */
export function searchCombinations(): string[] {
  const { common, frequent, selective, unique } = WORDS;
  const queries = [
    common,
    frequent,
    selective,
    unique,
    "xyzzy",
    `${common} ${frequent}`,
    `${common} ${unique}`,
  ];
  const narrowed = ["", "&turn_type=user", "&turn_type=agent", "&channel=webchat", "&variant_id=v3"];
  return (
    queries
      .flatMap((query) => narrowed.map((more) => `query=${encodeURIComponent(query)}${more}`))
      // What all callers say and no agent does is no rare word: every conversation is looked at (docs/pagination.md).
      .filter((asked) => !(asked.includes(common) && asked.includes("agent")))
      .map((asked) => `${RANGE}&query_type=transcript&${asked}`)
  );
}

/** Samples, of all and of few. */
export const sampleCombinations = (): string[] =>
  ["", "&channel=fax", "&variant_id=v2", "&in_progress=true", "&client_env=sandbox"].map(
    (more) => `${RANGE}&sample=random${more}`,
  );
