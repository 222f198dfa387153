import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";

/** A request as it goes over the wire, which fetch would tidy up first. */
export interface RawRequest {
  method: string;
  /** The request target: percent-encoded or not, as it is meant to arrive. */
  target: string;
  headers: [string, string][];
  body: Buffer | undefined;
}

/** What came back. */
export interface RawResponse {
  status: number;
  headers: Headers;
  /** Names and values by turns, as they came. */
  rawHeaders: string[];
  text: string;
}

const TIMEOUT_MS = 20_000;

/**
 * Sends a request with node:http as it is, odd or not.
 * @throws Error when there is no whole answer within twenty seconds
 */
export function sendRawRequest(
  port: number,
  { method, target, headers, body }: RawRequest,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const fields = headers.flat();
    if (!headers.some(([name]) => name.toLowerCase() === "host")) fields.push("Host", `127.0.0.1:${port}`);
    if (body && !headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name))) {
      fields.push("Content-Length", String(body.byteLength));
    }
    const call = request({ host: "127.0.0.1", port, method, path: target, headers: fields, agent: false });
    const hang = setTimeout(() => call.destroy(new Error("no answer within 20 seconds")), TIMEOUT_MS);
    let answered = false;
    call.on("response", (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("close", () => {
        clearTimeout(hang);
        call.destroy();
        if (!response.complete) reject(new Error("the answer broke off"));
        resolve({
          status: response.statusCode ?? 0,
          headers: toHeaders(response.headers),
          rawHeaders: response.rawHeaders,
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    call.on("error", (error) => {
      // A server that has answered need not take the rest of a body.
      if (answered) return;
      clearTimeout(hang);
      reject(error);
    });
    call.end(body);
  });
}

/**
 * Sends bytes that are no request that node:http would send, and reads until the server closes.
 * @throws Error when it does not within twenty seconds, or what it says is no answer
 */
export function sendRawBytes(port: number, bytes: string): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes, "latin1"));
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("no answer within 20 seconds")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => {
      const told = Buffer.concat(chunks).toString("utf8");
      const [, status, fields = "", text = ""] =
        /^HTTP\/1\.1 (\d{3})[^\r]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(told) ?? [];
      if (!status) return reject(new Error(`no answer, but ${JSON.stringify(told)}`));
      const headers = new Headers();
      const rawHeaders = fields.split("\r\n").flatMap((field) => {
        const colon = field.indexOf(":");
        return [field.slice(0, colon), field.slice(colon + 1).trim()];
      });
      for (let at = 0; at < rawHeaders.length; at += 2)
        headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
      resolve({ status: Number(status), headers, rawHeaders, text });
    });
  });
}

function toHeaders(told: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(told)) {
    for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  return headers;
}
