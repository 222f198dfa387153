import { randomBytes } from "node:crypto";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { contentCodings, unpack } from "./content-encoding";

test.each([
  [{}, []],
  [{ "content-encoding": "" }, []],
  [{ "content-encoding": "identity, Identity ," }, []],
  [{ "transfer-encoding": "chunked" }, []],
  [{ "content-encoding": "GZIP" }, ["gzip"]],
  [{ "content-encoding": " x-gzip\t" }, ["gzip"]],
  [{ "content-encoding": "deflate, identity, br" }, ["deflate", "br"]],
  [{ "content-encoding": "gzip;q=1" }, ["gzip;q=1"]],
  [{ "transfer-encoding": "gzip, chunked" }, ["gzip"]],
  [{ "content-encoding": "br", "transfer-encoding": "gzip, chunked" }, ["br", "gzip"]],
])("the codings of %j are %j", (headers, codings) => {
  expect(contentCodings(headers)).toEqual(codings);
});

async function unpacked(coding: "gzip" | "deflate" | "br", ...chunks: Uint8Array[]) {
  async function* packed() {
    for (const chunk of chunks) {
      // As from a socket: not all at once.
      await new Promise(setImmediate);
      yield chunk;
    }
  }
  const parts: Uint8Array[] = [];
  for await (const part of unpack(packed(), coding)) parts.push(part);
  return Buffer.concat(parts).toString();
}

const [gzip, deflate, br] = [gzipSync("hello"), deflateSync("hello"), brotliCompressSync("hello")];
const bytewise = (bytes: Uint8Array) => [...bytes].map((byte) => Uint8Array.of(byte));

test("unpacks gzip, also of several members, zlib and raw deflate, and Brotli", async () => {
  expect(await unpacked("gzip", gzip)).toBe("hello");
  expect(await unpacked("gzip", ...bytewise(gzip))).toBe("hello");
  expect(await unpacked("gzip", gzip, gzip)).toBe("hellohello");
  expect(await unpacked("gzip", Buffer.concat([gzip, gzip]))).toBe("hellohello");
  expect(await unpacked("deflate", ...bytewise(deflate))).toBe("hello");
  expect(await unpacked("deflate", ...bytewise(deflateRawSync("hello")))).toBe("hello");
  expect(await unpacked("br", ...bytewise(br))).toBe("hello");
});

test.each([
  ["gzip" as const, gzip],
  ["deflate" as const, deflate],
  ["br" as const, br],
])("refuses %s data that is invalid, incomplete or followed by more", async (coding, packed) => {
  const damaged = Buffer.from(packed).fill(0xff, packed.length - 6);
  const invalid = [
    [],
    [Buffer.from('{"id":"CA1"}\n')],
    [packed.subarray(0, -1)],
    [packed.subarray(0, 1)],
    [damaged],
    [Buffer.concat([packed, Buffer.from("more")])],
    [packed, Buffer.from("more")],
    [packed, Buffer.alloc(9)],
    [packed, Buffer.alloc(9), packed],
    coding === "gzip" ? [br] : [packed, packed],
  ];
  for (const [at, chunks] of invalid.entries()) {
    await expect(unpacked(coding, ...chunks), `case ${at}`).rejects.toMatchObject({
      code: "RUNTIME_VALIDATION_FAILED",
      message: `The body is not complete, valid ${coding} data.`,
    });
  }
});

test("stops at the size limits", async () => {
  const bomb = Array<Buffer>(257).fill(gzipSync(Buffer.alloc(1024 * 1024)));
  await expect(unpacked("gzip", ...bomb)).rejects.toMatchObject({
    code: "PAYLOAD_TOO_LARGE",
    message: "The body unpacks to more than 256 MiB. Split it.",
  });
  const incompressible = Array<Buffer>(64).fill(gzipSync(randomBytes(1024 * 1024), { level: 0 }));
  await expect(unpacked("gzip", ...incompressible)).rejects.toMatchObject({
    code: "PAYLOAD_TOO_LARGE",
    message: "The packed body exceeds 64 MiB. Split it.",
  });
});
