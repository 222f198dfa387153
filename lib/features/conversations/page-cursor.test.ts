import { expect, test } from "vitest";
import { listConversationsQuery } from "./contract";
import { toFilters } from "./list-conversations";
import { cursorSignature, decodeCursor, encodeCursor, joinFingerprints } from "./page-cursor";

// The signature covers the filters as JSON, property names included, and clients keep cursors during an upgrade. The
// literals below change only together with the cursor's version.

const POSITION = { startedAt: "2026-09-02T10:00:00.000Z", id: "CA1", agentId: "PROJECT-00000001" };

test("signs a cursor without filters as earlier releases did", () => {
  const filters = toFilters(listConversationsQuery.parse({}));
  expect(cursorSignature("ws-00000001", "all", filters, POSITION)).toBe("7GPeSPuw97wee_st");
});

test("signs a cursor with all filters as earlier releases did", () => {
  const query = listConversationsQuery.parse({
    client_env: "live",
    start_time: "2026-09-01T00:00:00Z",
    end_time: "2026-10-01T00:00:00Z",
    channel: ["voice", "chat", "SMS"],
    variant_id: "v2",
    in_progress: "false",
    query_type: "transcript",
    query: "late check",
    turn_type: "user",
  });
  // No query can have both variants.
  const filters = toFilters({ ...query, variant_name: "New greeting" });
  expect(cursorSignature("ws-00000001", ["PROJECT-00000001"], filters, POSITION)).toBe("q1Ych8q4WpTVXZGF");
});

test("decodes a cursor of an earlier release", () => {
  const cursor =
    "WzIsIjdHUGVTUHV3OTd3ZWVfc3QiLCIyMDI2LTA5LTAyVDEwOjAwOjAwLjAwMFoiLCJDQTEiLCJQUk9KRUNULTAwMDAwMDAxIl0";
  expect(decodeCursor(cursor)).toEqual({ signature: "7GPeSPuw97wee_st", position: POSITION });
  expect(encodeCursor({ signature: "7GPeSPuw97wee_st", position: POSITION })).toBe(cursor);
});

test("decodes the cursor of a walk over several agents as this release writes it", () => {
  const walk = { agents: joinFingerprints(["PROJECT-00000002", "PROJECT-00000001"]), names: "" };
  const signature = cursorSignature(
    "ws-00000001",
    walk,
    toFilters(listConversationsQuery.parse({})),
    POSITION,
  );
  expect({ walk, signature }).toMatchInlineSnapshot(`
    {
      "signature": "UtPJw17uaUCMBHFi",
      "walk": {
        "agents": "9Pa3TemziC",
        "names": "",
      },
    }
  `);
  expect(decodeCursor(encodeCursor({ signature, position: POSITION, walk }))).toEqual({
    signature,
    position: POSITION,
    walk,
  });
});
