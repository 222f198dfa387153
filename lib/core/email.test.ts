import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { propertyRuns } from "@/testing/property/runs";
import { displayEmail } from "./display-email";
import { isEmailTooLong, normalizeEmail } from "./email";

test.each([
  ["user@example.xn--p1ai", "user@example.xn--p1ai"],
  ["user@example.рф", "user@example.xn--p1ai"],
  ["ada@bücher.de", "ada@xn--bcher-kva.de"],
  ["ADA@BU\u0308CHER.DE", "ada@xn--bcher-kva.de"],
  ["ada@XN--BCHER-KVA.de", "ada@xn--bcher-kva.de"],
  ["ada@faß.de", "ada@xn--fa-hia.de"],
  ["इ@भारत.भारत", "इ@xn--h2brj9c.xn--h2brj9c"],
  ["用户@例え。テスト", "用户@xn--r8jz45g.xn--zckzah"],
  ["ａda＠example．com", "ada@example.com"],
  ["ada@example。com", "ada@example.com"],
  ["ada@exam\u00adple.com", "ada@example.com"],
  ["\u202a\ufeff ada@example.com\u200b\u202c\n", "ada@example.com"],
  ["Pele\u0301@Example.com", "pel\u00e9@example.com"],
  ["o'hara+x/y=z@example.com", "o'hara+x/y=z@example.com"],
])("%j is stored as %s", (typed, stored) => {
  expect(normalizeEmail(typed)).toBe(stored);
  expect(normalizeEmail(displayEmail(stored))).toBe(stored);
});

test.each([
  ...[
    "",
    "@",
    "ada",
    "ada@",
    "@example.com",
    "ada@localhost",
    "ada@192.0.2.1",
    "ada@[192.0.2.1]",
    "ada@a.0x1",
  ],
  ...["a b@example.com", '"ada"@example.com', "a..b@example.com", ".a@example.com", "a@b@example.com"],
  ...["ada@example..com", "ada@example.com.", "ada@exa_mple.com", "ada@xn--a.com", "ada@a\u200db.com"],
  ...[
    "ada@example.com:80",
    "ada@example.com/x",
    "ada@%61.com",
    "ada@exam\nple.com",
    "ada@example.com?x",
    "ada@a：80.com",
  ],
  ...[
    "a\u200bda@example.com",
    "a\u3164@example.com",
    "a\u202eb@example.com",
    "\u0301a@example.com",
    "a,b@example.com",
  ],
  ...[
    "ada@example.com\r\nBcc: eve@example.com",
    "Ada <ada@example.com>",
    "a\u0000@example.com",
    "\ud800@example.com",
  ],
])("%j is no email address", (typed) => expect(normalizeEmail(typed)).toBeNull());

test("limits the bytes of the stored form", () => {
  const local = "é".repeat(100);
  expect(isEmailTooLong(`${local}@example.com`)).toBe(false);
  expect(isEmailTooLong(`${local}${local}@example.com`)).toBe(true);
  expect(normalizeEmail(`${"a".repeat(1_000_000)}@example.com`)).toBeNull();
});

test("keeps every address that was accepted before, in lowercase", () => {
  const { pattern } = z.email()._zod.def;
  // Labels in Punycode are decoded, and most combinations of characters are not valid.
  const known = fc
    .stringMatching(pattern ?? /./)
    .filter((email) => email.length <= 254 && !/xn--/i.test(email));
  fc.assert(
    fc.property(known, (email) => {
      expect(normalizeEmail(email)).toBe(email.toLowerCase());
    }),
    { numRuns: propertyRuns(1000) },
  );
});

test("changes nothing in an address that it returned", () => {
  const part = fc.string({ unit: "binary", minLength: 1, maxLength: 8 });
  const letters = fc.stringMatching(/^[\p{L}\p{M}\p{N}.＠．。İẞςﬁｶﾞ-]{1,12}$/u);
  const typed = fc.tuple(fc.oneof(letters, part), fc.oneof(letters, part)).map(([a, b]) => `${a}@${b}.com`);
  fc.assert(
    fc.property(typed, (text) => {
      const stored = normalizeEmail(text);
      if (stored === null) return;
      expect(normalizeEmail(stored)).toBe(stored);
      expect(normalizeEmail(displayEmail(stored))).toBe(stored);
      expect(stored).toBe(stored.toLowerCase());
    }),
    { numRuns: propertyRuns(5000) },
  );
});
