import { interleave, timedGet } from "./interleave";
import type { BenchServer } from "./server";
import { FILLED, FULL, WORDS } from "./sizes";

const LIST = `/v3/${FILLED.slug}/${FILLED.agentSlug}/conversations`;
const RANGE = "start_time=2000-01-01&end_time=2100-01-01";

/** Measures pages of five transcripts among a million conversations, each compared with the first page. */
export async function conversationLists(
  full: BenchServer,
  small: BenchServer,
): Promise<Record<string, string>[]> {
  const get = (server: BenchServer, path: string) => () =>
    timedGet(server.url + path, { "x-api-key": server.secret });
  const search = (query: string, limit = 5) =>
    get(full, `${LIST}?limit=${limit}&${RANGE}&query_type=transcript&query=${encodeURIComponent(query)}`);
  const deep = Math.round(FULL.conversations * 0.9 * 0.955);
  const { body } = await timedGet(
    `${full.url}${LIST}?limit=1&offset=${deep}`,
    { "x-api-key": full.secret },
    true,
  );
  const { cursor } = JSON.parse(body) as { cursor: string };

  const first = get(full, `${LIST}?limit=5`);
  const cases: [string, string, () => Promise<unknown>, () => Promise<unknown>][] = [
    ["first page, of 1,000,000 ÷ of 1,000", "≤ 1.3", first, get(small, `${LIST}?limit=5`)],
    ["page at 90 % by cursor ÷ first page", "≤ 1.2", get(full, `${LIST}?limit=5&cursor=${cursor}`), first],
    ["search, a word in 100 of a million ÷ first page", "p95 ≤ 10", search(WORDS.selective), first],
    ["search, a word in one conversation ÷ first page", "p95 ≤ 10", search(WORDS.unique), first],
    ["search, a word in all ÷ first page", "by the page", search(WORDS.common), first],
    ["search, a word in one of eight ÷ first page", "by the page", search(WORDS.frequent), first],
    [
      "the same, 50 ÷ first page of 50",
      "by the page",
      search(WORDS.frequent, 50),
      get(full, `${LIST}?limit=50`),
    ],
    ["search, a word in none ÷ first page", "", search("xyzzy"), first],
    ["rare channel, the last 200 ÷ first page", "", get(full, `${LIST}?limit=5&channel=fax`), first],
    ["rare variant, the last 500 ÷ first page", "", get(full, `${LIST}?limit=5&variant_id=v3`), first],
    [
      "no such pair of variant and channel ÷ first page",
      "",
      get(full, `${LIST}?limit=5&variant_id=v2&channel=webchat`),
      first,
    ],
    ["calls in progress ÷ first page", "", get(full, `${LIST}?limit=5&in_progress=true`), first],
    ["every agent ÷ one agent", "", get(full, "/v3/conversations?limit=5"), first],
    ["sample of 5 ÷ first page", "", get(full, `${LIST}?limit=5&${RANGE}&sample=random`), first],
    [
      "camelCase with the total count, of 1,000,000 ÷ of 1,000",
      "",
      get(full, "/v1/agents/front-desk/conversations?limit=5"),
      get(small, "/v1/agents/front-desk/conversations?limit=5"),
    ],
  ];
  const rows: Record<string, string>[] = [];
  for (const [what, bar, these, those] of cases) {
    const { a, b } = await interleave({ a: these, b: those }, { rounds: 300, seconds: 20 });
    const both = (field: "p50" | "p95" | "p99") => `${a[field].toFixed(1)} ÷ ${b[field].toFixed(1)}`;
    rows.push({
      "a page over HTTP": what,
      ...{ "p50, ms": both("p50"), "p95, ms": both("p95"), "p99, ms": both("p99") },
      ...{ "ratio of p50": (a.p50 / b.p50).toFixed(2), "of p95": (a.p95 / b.p95).toFixed(2), bar },
    });
  }
  return rows;
}
