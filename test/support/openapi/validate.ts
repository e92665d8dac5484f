/** Holds requests, responses and webhooks against GitHub's own description of its API. */
import { createCompiler } from "./compile.ts";
import { loadSlice, type OperationDescription, type ParameterDescription, type Schema } from "./slice.ts";

/** A request to the API, as seen on the wire. */
export interface ApiRequest {
  readonly method: string;
  /** The path template of GitHub's description: `/repos/{owner}/{repo}/issues`; null when the server has no such route. */
  readonly template: string | null;
  /** The path that was asked for. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

/** A request with its answer. */
export interface ApiExchange extends ApiRequest {
  readonly status: number;
  /** Parsed JSON; a string or bytes when it is not JSON; undefined without a body. */
  readonly responseBody: unknown;
}

/** Each answers with readable problems; an empty list = valid. Unknown operations and status codes that are not described are problems. */
export interface ApiValidator {
  validateRequest(request: ApiRequest): readonly string[];
  validateResponse(exchange: ApiExchange): readonly string[];
  /** `event` is the `X-GitHub-Event` header. */
  validateWebhook(event: string, payload: unknown): readonly string[];
  /** As GitHub's description has it, without the demand that nothing else be there: for GitHub's own, older payloads. */
  validatePublishedWebhook(event: string, payload: unknown): readonly string[];
}

/**
 * Status codes that GitHub documents once for all operations instead of at each: 304 conditional requests and 301, 307, 308 redirects ("Best practices for
 * using the REST API"); 400 and 422 malformed or refused bodies, 401 and 404 failed authentication, 403 and 429 rate limits ("Troubleshooting the REST API",
 * "Rate limits for the REST API"); 5xx failures of GitHub itself.
 */
const GENERAL_STATUSES = new Set([301, 304, 307, 308, 400, 401, 403, 404, 415, 422, 429, 500, 502, 503, 504]);

/** What such an answer says at least. */
const GENERAL_ERROR: Schema = { type: "object", properties: { message: { type: "string" } }, required: ["message"] };

/** Where GitHub's description contradicts GitHub's own examples of the operation: what the rest of the description says of the same thing. */
const CORRECTIONS: Readonly<Record<string, Schema>> = {
  // The account is described as a user AND an enterprise (`allOf`); reading a single installation says `anyOf`.
  "GET /app/installations 200": { type: "array", items: { $ref: "#/components/schemas/installation" } },
};

/** Properties that GitHub's newer description of a thing has, and older copies of it inside of webhooks lack. */
const NEWER: readonly RegExp[] = [
  // `team-simple` demands `type`; the copies in webhooks of pull requests are from before.
  /^webhook pull_request\S* payload\.\S*requested_teams\[\d+\] has the property "(type|organization_id|notification_setting)"/,
];

/** Described as `{}`, but GitHub's own examples of such answers have no body at all. */
const EMPTY_OBJECT = "#/components/schemas/empty-object";

/** Operations whose answer is not JSON when the `Accept` header asks for raw content, a diff or a patch; the description gives only their JSON. */
const RAW_MEDIA = new Set([
  "GET /repos/{owner}/{repo}/contents/{path}",
  "GET /repos/{owner}/{repo}/readme",
  "GET /repos/{owner}/{repo}/git/blobs/{file_sha}",
  "GET /repos/{owner}/{repo}/pulls/{pull_number}",
  "GET /repos/{owner}/{repo}/commits/{ref}",
  "GET /repos/{owner}/{repo}/compare/{basehead}",
]);

/** Reads the slice; schemas are compiled when first used (some milliseconds each), so keep one validator a test file. */
export function createApiValidator(): ApiValidator {
  const slice = loadSlice();
  const compile = createCompiler(slice);

  const validateWebhook = (event: string, payload: unknown, strictness: "open" | "closed"): readonly string[] => {
    const action = isObject(payload) && typeof payload["action"] === "string" ? `${event}.${payload["action"]}` : event;
    const key = slice.webhooks[action] === undefined ? event : action;
    const schema = slice.webhooks[key];
    if (schema === undefined) return [`webhook ${action} is not in GitHub's description`];
    return compile(`webhook ${strictness} ${key}`, schema, strictness)(payload, `webhook ${key}: payload`);
  };

  const checkBody = (operation: OperationDescription, exchange: ApiRequest, name: string): readonly string[] => {
    const { body, bodyRequired } = operation;
    const sent = exchange.body;
    if (sent === undefined || sent === null) return bodyRequired === true ? [`${name} request: lacks its body`] : [];
    // GitHub's clients send `{}` where there is nothing to say.
    if (body === undefined || body === null)
      return isEmpty(sent) ? [] : [`${name} request: takes no body, but got ${JSON.stringify(sent).slice(0, 80)}`];
    return compile(`request ${name}`, body, "closed-request")(sent, `${name} request: body`);
  };

  const checkGeneralStatus = (exchange: ApiExchange, name: string): readonly string[] => {
    const { status, responseBody } = exchange;
    if (!GENERAL_STATUSES.has(status)) return [`${name} response: status ${status} is not in GitHub's description`];
    if (responseBody === undefined || status === 304) return [];
    return compile("general error", GENERAL_ERROR, "open")(responseBody, `${name} response ${status}: body`);
  };

  return {
    validateRequest: (exchange) => {
      const name = nameOf(exchange);
      const operation = slice.operations[name];
      if (operation === undefined)
        return [`${name} request: the operation is not in GitHub's description (or not yet in operations.ts)`];
      const checkQuery = (parameter: ParameterDescription, value: string): readonly string[] =>
        compile(
          `query ${name} ${parameter.name}`,
          parameter.schema,
          "open",
        )(coerce(value, parameter.schema), `${name} request: query ${parameter.name}`);
      return [
        ...checkPath(operation, exchange, name),
        ...queryProblems(operation, exchange, checkQuery),
        ...checkBody(operation, exchange, name),
      ];
    },
    validateResponse: (exchange) => {
      const name = nameOf(exchange);
      const operation = slice.operations[name];
      if (operation === undefined)
        return [`${name} response: the operation is not in GitHub's description (or not yet in operations.ts)`];
      const { status, responseBody } = exchange;
      const schema = CORRECTIONS[`${name} ${status}`] ?? operation.responses[String(status)];
      if (schema === undefined) return checkGeneralStatus(exchange, name);
      if (schema === null)
        return isEmpty(responseBody) || status >= 300 ? [] : [`${name} response ${status}: no body is described`];
      if (schema["$ref"] === EMPTY_OBJECT && isEmpty(responseBody)) return [];
      if (RAW_MEDIA.has(name) && (typeof responseBody === "string" || responseBody instanceof Uint8Array)) return [];
      // Errors carry more (`status`, rate limit hints) than most operations describe.
      const strictness = status < 400 ? "closed" : "open";
      return compile(
        `response ${name} ${status}`,
        schema,
        strictness,
      )(responseBody, `${name} response ${status}: body`);
    },
    validateWebhook: (event, payload) =>
      validateWebhook(event, payload, "closed").filter((problem) => !NEWER.some((known) => known.test(problem))),
    validatePublishedWebhook: (event, payload) => validateWebhook(event, payload, "open"),
  };
}

function nameOf(exchange: ApiRequest): string {
  const method = exchange.method === "HEAD" ? "GET" : exchange.method;
  return `${method} ${exchange.template ?? exchange.path}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (isObject(value) && Object.keys(value).length === 0);
}

/** Numbers in the path must be numbers: `issue_number` is not a node id. */
function checkPath(operation: OperationDescription, exchange: ApiRequest, name: string): readonly string[] {
  const asked = exchange.path.split("/");
  const integers = operation.parameters.filter(
    (parameter) => parameter.in === "path" && parameter.schema["type"] === "integer",
  );
  return integers.flatMap((parameter) => {
    const value = asked[(exchange.template ?? "").split("/").indexOf(`{${parameter.name}}`)] ?? "";
    return /^\d+$/.test(value)
      ? []
      : [`${name} request: path parameter ${parameter.name} must be a whole number, not "${value}"`];
  });
}

function queryProblems(
  operation: OperationDescription,
  exchange: ApiRequest,
  check: (parameter: ParameterDescription, value: string) => readonly string[],
): readonly string[] {
  const described = new Map(operation.parameters.filter((one) => one.in === "query").map((one) => [one.name, one]));
  const sent = Object.entries(exchange.query);
  const missing = [...described.values()].filter(
    (one) => one.required === true && !sent.some(([name]) => name === one.name),
  );
  return [
    ...missing.map((one) => `${nameOf(exchange)} request: lacks the query parameter ${one.name}`),
    ...sent.flatMap(([name, value]) => {
      const parameter = described.get(name);
      return parameter === undefined
        ? [`${nameOf(exchange)} request: query parameter ${name} is not in GitHub's description`]
        : check(parameter, value);
    }),
  ];
}

/** A query parameter is text on the wire; its schema says what it stands for. */
function coerce(value: string, schema: Schema): unknown {
  if (schema["type"] === "integer" && /^-?\d+$/.test(value)) return Number(value);
  if (schema["type"] === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}
