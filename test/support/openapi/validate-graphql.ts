/** Holds GraphQL documents, their variables and their answers against GitHub's schema. */
import {
  buildSchema,
  execute,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from "graphql";
import { loadGraphqlSlice } from "./slice.ts";

/** Each answers with readable problems; an empty list = valid. */
export interface GraphqlValidator {
  /** Fields, arguments, fragments and types of variables. */
  validateGraphqlDocument(text: string): readonly string[];
  /** The document, the variables that were sent, and the `data` that came back (skipped when it is null: GitHub answered with errors only). */
  validateGraphqlExchange(request: unknown, response: unknown): readonly string[];
}

/** Reads and builds the schema (about 20 ms). */
export function createGraphqlValidator(): GraphqlValidator {
  const schema = buildSchema(loadGraphqlSlice(), { assumeValidSDL: true });
  return {
    validateGraphqlDocument: (text) => {
      const parsed = parseDocument(text);
      return Array.isArray(parsed) ? parsed : documentProblems(schema, parsed as DocumentNode);
    },
    validateGraphqlExchange: (request, response) => exchangeProblems(schema, request, response),
  };
}

function parseDocument(text: string): DocumentNode | readonly string[] {
  try {
    return parse(text);
  } catch (error) {
    return [`graphql: ${error instanceof GraphQLError ? error.message : String(error)}`];
  }
}

function documentProblems(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  return validate(schema, document).map(
    (error) => `graphql: ${error.message} (types in the slice are listed in graphql-types.ts)`,
  );
}

function exchangeProblems(schema: GraphQLSchema, request: unknown, response: unknown): readonly string[] {
  if (!isObject(request) || typeof request["query"] !== "string") return ["graphql: the request has no query"];
  const document = parseDocument(request["query"]);
  if (!("kind" in document)) return document;
  const problems = documentProblems(schema, document);
  if (problems.length > 0 || !isObject(response) || !isObject(response["data"])) return problems;
  const data = response["data"];
  const variableValues = isObject(request["variables"]) ? request["variables"] : {};
  const result = execute({ schema, document, rootValue: data, variableValues, fieldResolver, typeResolver });
  if (result instanceof Promise) return ["graphql: the answer could not be checked"];
  const errors = ("errors" in result ? (result.errors ?? []) : []).filter(
    (error) => !isReported(error, response["errors"]),
  );
  return [
    ...errors.map(
      (error) => `graphql answer: ${error.path === undefined ? "" : `${error.path.join(".")}: `}${error.message}`,
    ),
    ...inventedFields(data, "data" in result ? result.data : null, "data"),
  ];
}

/** GitHub nulls a field and explains it in `errors`: a null there is no fault. */
function isReported(error: GraphQLError, reported: unknown): boolean {
  const path = JSON.stringify(error.path);
  return Array.isArray(reported) && reported.some((one) => isObject(one) && JSON.stringify(one["path"]) === path);
}

/** The answer plays the server: executing the document over it coerces every leaf, and so finds wrong types and forbidden nulls. */
const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, ...[, , info]) =>
  isObject(source) ? source[info.path.key] : undefined;

/** Without `__typename` any possible type will do that has the selected fields in common; documents with inline fragments should ask for it. */
const typeResolver: GraphQLTypeResolver<unknown, unknown> = (value, ...[, info, abstract]) => {
  if (isObject(value) && typeof value["__typename"] === "string") return value["__typename"];
  const condition = info.fieldNodes
    .flatMap((node) => node.selectionSet?.selections ?? [])
    .flatMap((one) =>
      one.kind === Kind.INLINE_FRAGMENT && one.typeCondition !== undefined ? [one.typeCondition.name.value] : [],
    );
  const possible = info.schema.getPossibleTypes(abstract).map((type) => type.name);
  return condition.find((name) => possible.includes(name)) ?? possible[0];
};

function inventedFields(given: unknown, known: unknown, path: string): readonly string[] {
  if (Array.isArray(given))
    return given.flatMap((one, index) =>
      inventedFields(one, Array.isArray(known) ? known[index] : null, `${path}[${index}]`),
    );
  if (!isObject(given) || !isObject(known)) return [];
  return Object.entries(given).flatMap(([key, value]) =>
    key in known
      ? inventedFields(value, known[key], `${path}.${key}`)
      : [`graphql answer: ${path}.${key} was not asked for`],
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
