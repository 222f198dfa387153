import { once } from "node:events";
import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { provideSettings, settings } from "../env";
import { sendMail } from "./send-mail";

const before = settings;
let restore = () => {};
afterEach(() => restore());

/** As much of SMTP as it takes to be handed one mail. */
async function mailServer(
  answerToMail = "250 fine",
): Promise<{ url: string; received: string[]; close: () => void }> {
  const received: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    let rest = "";
    socket.write("220 test\r\n");
    socket.on("data", (chunk) => {
      const lines = (rest + String(chunk)).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        received.push(line);
        if (inData && line !== ".") continue;
        inData = line === "DATA";
        socket.write(
          `${line === "DATA" ? "354 go on" : line.startsWith("MAIL") ? answerToMail : "250 fine"}\r\n`,
        );
        if (line === "QUIT") socket.end();
      }
    });
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `smtp://127.0.0.1:${port}`, received, close: () => server.close() };
}

function withSettings(more: object): void {
  const kept = before();
  restore = () => provideSettings(kept);
  provideSettings({ ...kept, ...more });
}

const MAIL = {
  to: "ada@example.com",
  subject: "Zażółć\r\nBcc: eve@example.com",
  text: "Open https://keys.example/link#x",
};

test("a mail goes to the server of SMTP_URL, and no line of it becomes a header", async () => {
  const server = await mailServer();
  withSettings({ SMTP_URL: server.url, PUBLIC_URL: "https://keys.example:8443" });
  expect(await sendMail(MAIL)).toBe(true);
  server.close();
  expect(server.received).toContain("RCPT TO:<ada@example.com>");
  expect(server.received).toContain("MAIL FROM:<no-reply@keys.example>");
  expect(server.received.join("\n")).toContain("https://keys.example/link#x");
  expect(server.received.filter((line) => /^Bcc:/i.test(line) || /RCPT.*eve/.test(line))).toEqual([]);
});

test("without a server, or with one that refuses, the answer says that it was not sent", async () => {
  withSettings({ SMTP_URL: undefined });
  expect(await sendMail(MAIL)).toBe(false);
  restore();
  const server = await mailServer("550 no");
  withSettings({ SMTP_URL: server.url });
  expect(await sendMail(MAIL)).toBe(false);
  server.close();
});
