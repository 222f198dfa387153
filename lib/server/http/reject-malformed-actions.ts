import type { IncomingMessage, ServerResponse } from "node:http";
import { actionContext } from "@/lib/core/action-context";

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Wraps the page handler and turns 500 into 400 when Next cannot parse the body of a server action. Otherwise any client
 * could trigger an operator's alerts. Once our action has started, a 500 stays a 500.
 */
export function rejectMalformedActions(handle: Listener): Listener {
  return (request, response) => {
    if (!isServerAction(request)) return handle(request, response);
    const context = { started: false };
    const writeHead = response.writeHead.bind(response);
    const write = (status: number, ...rest: unknown[]) => {
      const sent = status === 500 && !context.started ? 400 : status;
      // Next sets its own status again after the head was sent; metrics must count the status that was sent.
      response.prependOnceListener("close", () => {
        response.statusCode = sent;
      });
      return Reflect.apply(writeHead, response, [sent, ...rest]);
    };
    response.writeHead = write as typeof response.writeHead;
    return actionContext().run(context, () => handle(request, response));
  };
}

/** A call by script, or by a form before scripts have loaded. Any other POST to a page only renders it. */
const isServerAction = ({ method, headers }: IncomingMessage): boolean =>
  method === "POST" &&
  (headers["next-action"] !== undefined || /^multipart\/form-data/i.test(headers["content-type"] ?? ""));
