import type { ComponentType, createElement, Fragment, MouseEvent } from "react";
import { indentJson } from "@/lib/core/indent-json";
import { copyText } from "../ui/copy-text";

type SwaggerComponent = ComponentType<Record<string, unknown>>;

/** The part of Swagger UI's system that is used here. It has its own version of React, which must create the elements. */
interface System {
  React: { createElement: typeof createElement; Fragment: typeof Fragment };
}

/** An immutable request of Swagger UI. */
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

/** Masks the API key or token of a request. */
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

interface ResponseBodyProps extends Record<string, unknown> {
  content: unknown;
  contentType?: string;
  getComponent: (name: string, connected?: boolean) => SwaggerComponent;
}

/** The indented text of a JSON response; undefined for any other content. */
function indentResponse({ content, contentType = "" }: ResponseBodyProps): string | undefined {
  if (typeof content !== "string" || !/json/i.test(contentType)) return undefined;
  try {
    JSON.parse(content);
    return indentJson(content);
  } catch {
    return undefined;
  }
}

interface LayoutProps extends Record<string, unknown> {
  getComponent: (name: string, connected?: boolean) => SwaggerComponent;
}

/**
 * Adapts Swagger UI to this page: removes its own title and <main>, and adds the accessible names, roles and Tab stops that
 * its markup lacks.
 */
export function studioPlugin({ React: { createElement: h, Fragment } }: System) {
  /** The layout without the server selection: there is only this server. */
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

  /** Replaces the link inside the button of an operation: a nested link cannot be pressed. */
  const PlainText = ({ text }: { text?: string }) => h("span", null, text);

  const withLabel = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(
      "label",
      null,
      h("span", { className: "sr-only" }, String(props.description ?? "")),
      h(Original, props),
    );

  const focusable = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(
      "div",
      { className: "studio-code", role: "group", "aria-label": "Code", tabIndex: 0 },
      h(Original, props),
    );

  /** The curl command of a request. Its secrets are masked on the screen but copied in full. */
  const maskedCurl = (_: SwaggerComponent, { fn }: Toolbox) => {
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

  /** A JSON response with its numbers as sent: the original component parses it, which rounds large ones. */
  const exactResponseBody = (Original: SwaggerComponent) => (props: ResponseBodyProps) => {
    const text = indentResponse(props);
    if (text === undefined) return h(Original, props);
    const HighlightCode = props.getComponent("HighlightCode", true);
    const options = { language: "json", downloadable: true, fileName: "response.json", canCopy: true };
    return h("div", null, h("h5", null, "Response body"), h(HighlightCode, options, text));
  };

  const withCloseLabel = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(Fragment, null, h("span", { className: "sr-only" }, "Close"), h(Original, props));

  const withBodyLabel = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(Original, { ...props, "aria-label": "Request body" });

  /** The table of responses is a region, and each needs a unique name. React does not render this attribute, so it stays. */
  const withUniqueRegion = (Original: SwaggerComponent) => (props: Record<string, unknown>) =>
    h(
      "div",
      {
        ref: (element: HTMLElement | null) =>
          element
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
    components: { StudioLayout, DeepLink: PlainText },
    wrapComponents: {
      JsonSchema_string: withLabel,
      JsonSchema_boolean: withLabel,
      SyntaxHighlighter: focusable,
      curl: maskedCurl,
      responseBody: exactResponseBody,
      CloseIcon: withCloseLabel,
      TextArea: withBodyLabel,
      responses: withUniqueRegion,
      authorizationPopup: dialog,
    },
  };
}

/** A ref that focuses an element when it is mounted, and restores the focus when it is removed. */
function focusRestorer(): (element: HTMLElement | null) => void {
  let opener: Element | null = null;
  return (element) => {
    if (element) {
      opener = document.activeElement;
      element.focus();
    } else if (opener instanceof HTMLElement) {
      opener.focus();
    }
  };
}
