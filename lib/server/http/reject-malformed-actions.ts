import type { IncomingMessage, ServerResponse } from "node:http";
import { actionContext } from "@/lib/core/action-context";

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Stands before the pages' handler. What is posted to an action and cannot be read Next answers with 500, as if the server
 * had broken: any stranger could set off an operator's alarm. As long as no action of ours has begun it is 400.
 */
export function rejectMalformedActions(handle: Listener): Listener {
  return (request, response) => {
    if (!isServerAction(request)) return handle(request, response);
    const posted = { started: false };
    const writeHead = response.writeHead.bind(response);
    const write = (status: number, ...rest: unknown[]) => {
      const sent = status === 500 && !posted.started ? 400 : status;
      // Next notes its own status on the response again after the head was sent: metrics count what was sent.
      response.prependOnceListener("close", () => {
        response.statusCode = sent;
      });
      return Reflect.apply(writeHead, response, [sent, ...rest]);
    };
    response.writeHead = write as typeof response.writeHead;
    return actionContext().run(posted, () => handle(request, response));
  };
}

/** By script, or by a form before the script is there; another form that is posted to a page only shows it. */
const isServerAction = ({ method, headers }: IncomingMessage): boolean =>
  method === "POST" &&
  (headers["next-action"] !== undefined || /^multipart\/form-data/i.test(headers["content-type"] ?? ""));
