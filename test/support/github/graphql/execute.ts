/** Executes a GraphQL document against GitHub's schema (its slice) over the store. */
import {
  buildSchema,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";
import type { Call, Json } from "#test/support/github/call.ts";
import { loadGraphqlSlice } from "#test/support/openapi/slice.ts";
import { rootValue } from "./root.ts";

/** A GraphQL server over one schema, built once (about 20 ms). */
export interface GraphqlServer {
  /** The body of the answer, which is 200 whatever is in it. Throws when the stand-in does not model a field: a null there would be a lie. */
  answer(
    call: Call,
    request: { readonly query: string; readonly variables: Json; readonly operationName: string | undefined },
  ): Json;
}

/** Builds the schema when it is first asked. */
export function createGraphqlServer(): GraphqlServer {
  let schema: GraphQLSchema | undefined;
  return {
    answer: (call, request) => {
      schema ??= buildSchema(loadGraphqlSlice(), { assumeValidSDL: true });
      return run(schema, call, request);
    },
  };
}

function run(schema: GraphQLSchema, call: Call, request: Parameters<GraphqlServer["answer"]>[1]): Json {
  const document = parsed(request.query);
  if (document instanceof GraphQLError)
    return { errors: [{ message: document.message, locations: document.locations ?? [] }] };
  const unknown =
    call.world.enterprise === null ? undefined : /\b(subIssues|subIssuesSummary|parent)\b/.exec(request.query)?.[1];
  if (unknown) return { errors: [{ message: `Field '${unknown}' doesn't exist on type 'Issue'`, path: ["query"] }] };
  const problems = validate(schema, document);
  if (problems.length > 0) return { errors: problems.map(documentError) };
  const { operationName } = request;
  const result = execute({
    schema,
    document,
    rootValue: rootValue(call),
    variableValues: request.variables,
    fieldResolver,
    ...(operationName === undefined ? {} : { operationName }),
  });
  if (result instanceof Promise || !("data" in result || "errors" in result))
    throw new Error("GraphQL answered incrementally");
  return answerBody(result);
}

function answerBody(result: { readonly data?: unknown; readonly errors?: readonly GraphQLError[] | undefined }): Json {
  const ours = result.errors?.find((error) => error.originalError instanceof NotModelled);
  if (ours?.originalError) throw ours.originalError;
  const errors = result.errors?.map(fieldError);
  return { ...(result.data === undefined ? {} : { data: result.data }), ...(errors ? { errors } : {}) };
}

function parsed(query: string): ReturnType<typeof parse> | GraphQLError {
  try {
    return parse(query);
  } catch (problem) {
    if (problem instanceof GraphQLError) return problem;
    throw problem;
  }
}

/** A field of GitHub's schema that the stand-in has no answer for. */
class NotModelled extends Error {}

const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, ...[, info]) => {
  const object = source as Readonly<Record<string, unknown>>;
  if (!(info.fieldName in object))
    throw new NotModelled(`the stand-in does not model ${info.parentType.name}.${info.fieldName}`);
  const value = object[info.fieldName];
  return typeof value === "function" ? value(args) : value;
};

/** GitHub's form: the `type` stands beside the message. Anything unexpected is thrown on. */
function fieldError(error: GraphQLError): Json {
  const { type, ...extensions } = error.extensions;
  if (
    error.originalError !== undefined &&
    error.originalError !== null &&
    !(error.originalError instanceof GraphQLError)
  )
    throw error.originalError;
  return {
    ...(type === undefined ? {} : { type }),
    path: error.path ?? [],
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    locations: error.locations ?? [],
    message: error.message,
  };
}

function documentError(error: GraphQLError): Json {
  return {
    path: ["query"],
    extensions: { code: "invalidDocument" },
    locations: error.locations ?? [],
    message: error.message,
  };
}
