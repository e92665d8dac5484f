/** Cuts test/support/openapi/slice.json and slice.graphql out of GitHub's own descriptions: structure only. First run `npm ci --prefix tools/openapi`. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { OPERATIONS, WEBHOOK_EVENTS } from "#test/support/openapi/operations.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };
type Definitions = Record<string, Json>;

const SOURCE = new URL("node_modules/@octokit/openapi/", new URL("../tools/openapi/", import.meta.url));
const TARGET = new URL("../test/support/openapi/slice.json", import.meta.url);
/** Words about the structure, not structure; some also quote people's prose, which we do not copy. */
const PROSE = new Set([
  "description",
  "discriminator",
  "example",
  "examples",
  "summary",
  "title",
  "default",
  "deprecated",
  "readOnly",
]);
/** Inline schemas at least this long that occur twice or more get a definition of their own. */
const SHARED_LENGTH = 300;

const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sortKeys = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Inside `properties` the keys are names of properties, so `description` there is structure. */
const stripProperties = (properties: JsonObject): JsonObject =>
  sortKeys(Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, strip(schema)])));

const strip = (node: Json): Json => {
  if (Array.isArray(node)) return node.map(strip);
  if (!isObject(node)) return node;
  const kept = Object.entries(node).filter(([key]) => !PROSE.has(key) && !key.startsWith("x-"));
  return sortKeys(
    Object.fromEntries(
      kept.map(([key, value]) => [
        key,
        key === "properties" && isObject(value) ? stripProperties(value) : strip(value),
      ]),
    ),
  );
};

const resolve = (spec: JsonObject, node: Json | undefined): JsonObject => {
  if (!isObject(node)) return {};
  if (typeof node["$ref"] !== "string") return node;
  const found = node["$ref"]
    .split("/")
    .slice(1)
    .reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), spec);
  return resolve(spec, found);
};

const jsonSchemaOf = (body: JsonObject): Json => {
  const content = isObject(body["content"]) ? body["content"] : {};
  const media = isObject(content["application/json"])
    ? content["application/json"]
    : Object.values(content).find(isObject);
  return isObject(media) ? strip(media["schema"] ?? null) : null;
};

const sliceParameter = (parameter: JsonObject): Json => strip({ in: "", name: "", schema: {}, ...parameter });

const sliceOperation = (spec: JsonObject, name: string): Json => {
  const [method = "", path = ""] = name.split(" ");
  const item = resolve(spec, resolve(spec, spec["paths"])[path]);
  const operation = item[method.toLowerCase()];
  if (!isObject(operation)) throw new Error(`${name} is not in GitHub's description`);
  const parameters = [item["parameters"], operation["parameters"]].flatMap((list) => (Array.isArray(list) ? list : []));
  const responses = Object.entries(resolve(spec, operation["responses"]));
  const body = operation["requestBody"];
  return {
    parameters: parameters.map((parameter: Json) => sliceParameter(resolve(spec, parameter))),
    ...(body === undefined
      ? {}
      : { body: jsonSchemaOf(resolve(spec, body)), bodyRequired: resolve(spec, body)["required"] === true }),
    responses: Object.fromEntries(
      responses.map(([status, response]) => [status, jsonSchemaOf(resolve(spec, response))]),
    ),
  };
};

/** `issues.opened`, or `push` for an event without actions: the header's example gives the event, the operation's id the action. */
const webhookKey = (webhook: JsonObject): { readonly event: string; readonly key: string } => {
  const parameters = Array.isArray(webhook["parameters"]) ? webhook["parameters"].filter(isObject) : [];
  const event = textOf(parameters.find((parameter) => parameter["name"] === "X-Github-Event")?.["example"]);
  const action = textOf(webhook["operationId"]).split("/")[1];
  return { event, key: action === undefined ? event : `${event}.${action.replaceAll("-", "_")}` };
};

const sliceWebhooks = (spec: JsonObject): Definitions => {
  const found: Definitions = {};
  for (const item of Object.values(resolve(spec, spec["x-webhooks"]))) {
    const webhook = resolve(spec, resolve(spec, item)["post"]);
    const { event, key } = webhookKey(webhook);
    if (WEBHOOK_EVENTS.includes(event)) found[key] = jsonSchemaOf(resolve(spec, webhook["requestBody"]));
  }
  return found;
};

/** Every `#/components/schemas/…` that the roots reach, by name. */
const reachable = (spec: JsonObject, roots: Json): Definitions => {
  const schemas = resolve(spec, resolve(spec, spec["components"])["schemas"]);
  const found: Definitions = {};
  const visit = (node: Json): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isObject(node)) return;
    const name = typeof node["$ref"] === "string" ? node["$ref"].replace("#/components/schemas/", "") : undefined;
    if (name !== undefined && found[name] === undefined) visit((found[name] = strip(schemas[name] ?? null)));
    Object.values(node).forEach(visit);
  };
  visit(roots);
  return found;
};

const isSharable = (node: JsonObject): boolean =>
  node["type"] === "object" && isObject(node["properties"]) && JSON.stringify(node).length >= SHARED_LENGTH;

/** Moves inline object schemas that occur more than once into definitions named by their content, so that the slice stays small and each is compiled once. */
const share = (roots: readonly Definitions[]): { readonly roots: Definitions[]; readonly shared: Definitions } => {
  const counts = new Map<string, number>();
  const count = (node: Json): void => {
    if (Array.isArray(node)) return node.forEach(count);
    if (!isObject(node)) return;
    if (isSharable(node)) counts.set(JSON.stringify(node), (counts.get(JSON.stringify(node)) ?? 0) + 1);
    Object.values(node).forEach(count);
  };
  roots.forEach(count);
  const shared: Definitions = {};
  const rewrite = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(rewrite);
    if (!isObject(node)) return node;
    const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewrite(value)]));
    const text = JSON.stringify(node);
    if (!isSharable(node) || (counts.get(text) ?? 0) < 2) return inner;
    const { nullable, ...schema } = inner;
    const name = `~${createHash("sha256").update(JSON.stringify(schema)).digest("hex").slice(0, 10)}`;
    shared[name] = schema;
    const reference = { $ref: `#/components/schemas/${name}` };
    return nullable === true ? { allOf: [reference], nullable: true } : reference;
  };
  return {
    roots: roots.map((root) => Object.fromEntries(Object.entries(root).map(([key, value]) => [key, rewrite(value)]))),
    shared,
  };
};

const printSection = (name: string, definitions: Definitions): string => {
  const lines = Object.entries(sortKeys(definitions)).map(
    ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`,
  );
  return `${JSON.stringify(name)}:{\n${lines.join(",\n")}\n}`;
};

const read = (path: string): JsonObject => JSON.parse(readFileSync(new URL(path, SOURCE), "utf8"));

const main = (): void => {
  const spec = read("generated/api.github.com.json");
  const operations = Object.fromEntries(OPERATIONS.map((name) => [name, sliceOperation(spec, name)]));
  const webhooks = sliceWebhooks(spec);
  const schemas = reachable(spec, [operations, webhooks]);
  const { roots, shared } = share([operations, webhooks, schemas]);
  const [slicedOperations = {}, slicedWebhooks = {}, slicedSchemas = {}] = roots;
  const version = `"source":${JSON.stringify(`@octokit/openapi ${textOf(read("package.json")["version"])} api.github.com`)}`;
  const sections = [
    printSection("operations", slicedOperations),
    printSection("webhooks", slicedWebhooks),
    printSection("schemas", { ...slicedSchemas, ...shared }),
  ];
  writeFileSync(TARGET, `{${version},\n${sections.join(",\n")}\n}\n`);
};

main();
