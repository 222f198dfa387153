import { WORDS } from "./sizes";

/** The filters of the v3 list, with values that most, few and no conversations of the fill have. */
const FILTER_VALUES: Record<string, string[]> = {
  environment: ["", "client_env=sandbox"],
  time: ["", "start_time=2000-01-01&end_time=2100-01-01"],
  channel: ["", "channel=voice", "channel=fax", "channel=webchat&channel=sms", "channel=pigeon"],
  variant: ["", "variant_id=v2", "variant_id=v3", "variant_name=New%20greeting", "variant_name=None"],
  progress: ["", "in_progress=true", "in_progress=false"],
};

/** Every combination of filters, as a query string. */
export function filterCombinations(): string[] {
  return Object.values(FILTER_VALUES)
    .reduce<string[][]>(
      (combinations, values) => combinations.flatMap((some) => values.map((value) => [...some, value])),
      [[]],
    )
    .map((some) => some.filter((value) => value !== "").join("&"));
}

const RANGE = "start_time=2000-01-01&end_time=2100-01-01";

/** Searches for words that all, many, few and no conversations contain, alone and combined, of either speaker. */
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
      // Without those for a word of all callers but no agents, which scan every conversation (docs/pagination.md).
      .filter((search) => !(search.includes(common) && search.includes("agent")))
      .map((search) => `${RANGE}&query_type=transcript&${search}`)
  );
}

/** Samples of all and of few conversations. */
export const sampleCombinations = (): string[] =>
  ["", "&channel=fax", "&variant_id=v2", "&in_progress=true", "&client_env=sandbox"].map(
    (more) => `${RANGE}&sample=random${more}`,
  );
