import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Starts an SMTP server that records the lines it receives.
 * @param mailResponse the response to the MAIL command
 */
export async function startSmtpServer(
  mailResponse = "250 OK",
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
          `${line === "DATA" ? "354 Go ahead" : line.startsWith("MAIL") ? mailResponse : "250 OK"}\r\n`,
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
