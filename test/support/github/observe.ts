/** Lets somebody look over the stand-in's shoulder: every request, response and webhook, for validation against GitHub's own description. */

/** A request as it came in. */
export interface ObservedRequest {
  readonly method: string;
  /** The OpenAPI template; null when no route matches. */
  readonly template: string | null;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

/** The answer to it. */
export interface ObservedResponse extends ObservedRequest {
  readonly status: number;
  /** As it was before it became text; undefined for an empty body. */
  readonly responseBody: unknown;
  readonly responseHeaders: Readonly<Record<string, string>>;
}

/** A webhook as it was made, before the relay. */
export interface ObservedWebhook {
  readonly event: string;
  readonly action: string | null;
  readonly payload: unknown;
}

/** Called for everything; what these throw is kept and makes `stop()` reject. */
export interface Observer {
  request?(request: ObservedRequest): void;
  response?(response: ObservedResponse): void;
  webhook?(webhook: ObservedWebhook): void;
}
