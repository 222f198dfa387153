import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";

/** A request exactly as it is sent; fetch would normalize it. */
export interface RawRequest {
  method: string;
  /** The request target, sent without further encoding. */
  target: string;
  headers: [string, string][];
  body: Buffer | undefined;
}

/** A response with its unprocessed headers. */
export interface RawResponse {
  status: number;
  headers: Headers;
  /** Alternating names and values, as received. */
  rawHeaders: string[];
  text: string;
}

const TIMEOUT_MS = 20_000;

/**
 * Sends a request with node:http without normalizing it.
 * @throws Error if there is no complete response within 20 seconds
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
    const timer = setTimeout(() => call.destroy(new Error("no response within 20 seconds")), TIMEOUT_MS);
    let hasResponse = false;
    call.on("response", (response) => {
      hasResponse = true;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("close", () => {
        clearTimeout(timer);
        call.destroy();
        if (!response.complete) reject(new Error("incomplete response"));
        resolve({
          status: response.statusCode ?? 0,
          headers: toHeaders(response.headers),
          rawHeaders: response.rawHeaders,
          text: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    call.on("error", (error) => {
      // After its response, a server may close the connection without reading the rest of the body.
      if (hasResponse) return;
      clearTimeout(timer);
      reject(error);
    });
    call.end(body);
  });
}

/**
 * Sends bytes that node:http would not send, and reads until the server closes the connection.
 * @throws Error if it does not close within 20 seconds, or sends no valid response
 */
export function sendRawBytes(port: number, bytes: string): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes, "latin1"));
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("no response within 20 seconds")));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => {
      const received = Buffer.concat(chunks).toString("utf8");
      const [, status, fields = "", text = ""] =
        /^HTTP\/1\.1 (\d{3})[^\r]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(received) ?? [];
      if (!status) return reject(new Error(`not a response: ${JSON.stringify(received)}`));
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

function toHeaders(received: IncomingHttpHeaders): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(received)) {
    for (const value of [values ?? []].flat()) headers.append(name, value);
  }
  return headers;
}
