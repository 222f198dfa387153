import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { sendRawBytes } from "@/testing/raw-http";
import { createHttpServer } from "./http-server";

test.each([
  ["nothing of it", ""],
  ["half of its first line", "GET /v3/conv"],
  ["headers without an end", "GET /v3/conversations HTTP/1.1\r\nHost: h\r\nx-api-key: ask_"],
])("responds with 408 in the envelope when the client sends %s", async (_, bytes) => {
  const server = createHttpServer(() => {}, { headersTimeout: 50, connectionsCheckingInterval: 10 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const { status, headers, text } = await sendRawBytes(port, bytes);
    expect([status, headers.get("connection"), headers.get("cache-control")]).toEqual([
      408,
      "close",
      "no-store",
    ]);
    expect(JSON.parse(text)).toMatchObject({
      success: false,
      error_code: "REQUEST_TIMEOUT",
      error_id: headers.get("x-polyai-correlation-id"),
    });
  } finally {
    server.close();
  }
});
