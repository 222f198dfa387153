import type { ComponentType, createElement, Fragment, MouseEvent } from "react";
import { copyText } from "../ui/copy-text";

type SwaggerComponent = ComponentType<Record<string, unknown>>;

/** What is used of Swagger UI's system. Its React is its own, another version than ours: elements must be made by it. */
interface System {
  React: { createElement: typeof createElement; Fragment: typeof Fragment };
}

/** A request as Swagger UI keeps it: immutable. */
interface SentRequest {
  get: (name: "headers") => SentHeaders | undefined;
  set: (name: "headers", value: SentHeaders) => SentRequest;
}

interface SentHeaders {
  map: (change: (value: string, name: string) => string) => SentHeaders;
}

interface Toolbox {
  fn: { requestSnippetGenerator_curl_bash: (request: SentRequest) => string };
}

interface CurlProps {
  request: SentRequest;
  getComponent: (name: string, connected?: boolean) => SwaggerComponent;
}

/** The same request with stars where it has a key or a token. */
function redactSecrets(request: SentRequest): SentRequest {
  const headers = request.get("headers");
  if (!headers) return request;
  return request.set(
    "headers",
    headers.map((value, name) =>
      /^(x-api-key|authorization)$/i.test(name) ? value.replace(/\S+\s*$/, "************") : value,
    ),
  );
}

interface LayoutProps extends Record<string, unknown> {
  getComponent: (name: string, connected?: boolean) => SwaggerComponent;
}

/**
 * Fits Swagger UI into a page of ours: without a title and a <main> of its own, and with the names, roles and stops of
 * the keyboard that its markup lacks.
 */
export function studioPlugin({ React: { createElement: h, Fragment } }: System) {
  /** Only what a page has room for; the one server is the page's own. */
  const StudioLayout = ({ getComponent }: LayoutProps) =>
    h(
      "div",
      { className: "swagger-ui" },
      h(getComponent("SvgAssets")),
      h(getComponent("errors", true)),
      h(
        "div",
        { className: "studio-bar" },
        h("h2", null, "Operations"),
        h(getComponent("AuthorizeBtnContainer", true)),
      ),
      h(getComponent("operations", true)),
      h(getComponent("Models", true)),
    );

  /** A link inside the button that opens an operation can be pressed by nobody. */
  const PlainName = ({ text }: { text?: string }) => h("span", null, text);

  const named = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(
      "label",
      null,
      h("span", { className: "sr-only" }, String(props.description ?? "")),
      h(Original, props),
    );

  const reachable = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(
      "div",
      { className: "studio-code", role: "group", "aria-label": "Code", tabIndex: 0 },
      h(Original, props),
    );

  /** The request as a curl line: its secrets are copied, and not shown to who looks over a shoulder. */
  const masked = (_: SwaggerComponent, { fn }: Toolbox) => {
    const Curl = ({ request, getComponent }: CurlProps) => {
      const SyntaxHighlighter = getComponent("SyntaxHighlighter", true);
      const copy = (event: MouseEvent<HTMLElement>) =>
        void copyText(fn.requestSnippetGenerator_curl_bash(request), event.currentTarget);
      return h(
        "div",
        { className: "curl-command" },
        h("h4", null, "Curl"),
        h(
          "div",
          { className: "copy-to-clipboard" },
          h("button", { type: "button", "aria-label": "Copy curl, with the key", onClick: copy }),
        ),
        h(
          SyntaxHighlighter,
          { language: "bash", className: "curl microlight" },
          fn.requestSnippetGenerator_curl_bash(redactSecrets(request)),
        ),
      );
    };
    return Curl;
  };

  const closing = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(Fragment, null, h("span", { className: "sr-only" }, "Close"), h(Original, props));

  const body = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(Original, { ...props, "aria-label": "Request body" });

  /** Its table is a region: with two operations open, two of one name. The attribute is none that it renders itself. */
  const told = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(
      "div",
      {
        ref: (shown: HTMLElement | null) =>
          shown
            ?.querySelector(".responses-table[role=region]")
            ?.setAttribute("aria-label", `Responses of ${props.method} ${props.path}`),
      },
      h(Original, props),
    );

  const focus = focusRestorer();
  const dialog = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(
      "div",
      { role: "dialog", "aria-modal": true, "aria-label": "Authorize", tabIndex: -1, ref: focus },
      h(Original, props),
    );

  return {
    components: { StudioLayout, DeepLink: PlainName },
    wrapComponents: {
      JsonSchema_string: named,
      JsonSchema_boolean: named,
      SyntaxHighlighter: reachable,
      curl: masked,
      CloseIcon: closing,
      TextArea: body,
      responses: told,
      authorizationPopup: dialog,
    },
  };
}

/** Takes the focus into what appears, and back to where it was when that goes. */
function focusRestorer(): (shown: HTMLElement | null) => void {
  let opener: Element | null = null;
  return (shown) => {
    if (shown) {
      opener = document.activeElement;
      shown.focus();
    } else if (opener instanceof HTMLElement) {
      opener.focus();
    }
  };
}
