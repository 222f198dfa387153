import { SORTS } from "@/lib/features/api-keys/constants";
import { ENDPOINT_LABELS } from "@/lib/features/usage/constants";
import { interleave, timedGet } from "./interleave";
import { type BenchServer, EMPTY_WORKSPACE } from "./server";
import { FILLED } from "./sizes";

const KEY_FILTERS = [
  ...[
    "",
    "state=active",
    "state=expiring",
    "state=expired",
    "permission=conversations",
    "permission=handoff",
  ],
  ...["permission=external_events", `agent=${FILLED.agent}`, "agent=PROJECT-FULL0001", "search=billing"],
  ...["search=billing+import+00777", "search=xyzzy", "state=expiring&permission=external_events"],
];

const LOG_FILTERS = [
  ...[
    "",
    "status=2",
    "status=4",
    "status=5",
    ...Object.keys(ENDPOINT_LABELS).map((endpoint) => `endpoint=${endpoint}`),
  ],
  ...["endpoint=getRecording&status=5", "endpoint=listConversations&status=5", "to=2020-01-01T00:00:00Z"],
];

/** Measures the console's lists, each compared with the same list without rows. */
export async function consoleLists(full: BenchServer): Promise<Record<string, string>[]> {
  const get = (path: string) => () => timedGet(full.url + path, { cookie: full.cookie });
  const rows: Record<string, string>[] = [];
  const compare = async (what: string, path: string, empty: string) => {
    const { a, b } = await interleave({ a: get(path), b: get(empty) }, { rounds: 30, seconds: 8 });
    rows.push({
      "console list": what,
      "p50, ms": `${a.p50.toFixed(1)} ÷ ${b.p50.toFixed(1)}`,
      "p99, ms": `${a.p99.toFixed(1)} ÷ ${b.p99.toFixed(1)}`,
      "ratio of p50": (a.p50 / b.p50).toFixed(2),
      bar: "≤ 3",
    });
  };
  for (const sort of Object.keys(SORTS)) {
    for (const filter of KEY_FILTERS) {
      const query = `?sort=${sort}&${filter}`;
      await compare(
        `100,000 keys${query}`,
        `/${FILLED.slug}/data/api-keys${query}`,
        `/${EMPTY_WORKSPACE}/data/api-keys${query}`,
      );
    }
  }
  const log = (key: string, query: string) => `/${FILLED.slug}/data/api-keys/${key}/requests?${query}`;
  for (const filter of LOG_FILTERS) {
    await compare(`log of 10,000,000?${filter}`, log(FILLED.busyKey, filter), log(FILLED.idleKey, filter));
  }
  const traffic = (key: string) => `/${FILLED.slug}/data/api-keys/${key}/traffic`;
  await compare("a key's chart of 30 days", traffic(FILLED.busyKey), traffic(FILLED.idleKey));
  return rows;
}
