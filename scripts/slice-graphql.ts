/** Cuts test/support/openapi/slice.graphql out of GitHub's GraphQL schema: the listed types, without prose. First run `npm ci --prefix tools/openapi`. */
import { readFileSync, writeFileSync } from "node:fs";
import {
  Kind,
  parse,
  print,
  visit,
  type DefinitionNode,
  type FieldDefinitionNode,
  type NamedTypeNode,
  type TypeDefinitionNode,
  type TypeNode,
} from "graphql";
import { GRAPHQL_TYPES } from "#test/support/openapi/graphql-types.ts";

const SOURCE = new URL("node_modules/@octokit/graphql-schema/", new URL("../tools/openapi/", import.meta.url));
const TARGET = new URL("../test/support/openapi/slice.graphql", import.meta.url);
const COMPOSITE: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
]);

const isType = (node: DefinitionNode): node is TypeDefinitionNode =>
  node.kind.endsWith("TypeDefinition") && "name" in node && node.name !== undefined;

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

/** The types that stay when only listed composite types, and the input types and enums that their fields lead to, are kept. */
const cut = (types: ReadonlyMap<string, TypeDefinitionNode>): TypeDefinitionNode[] => {
  const listed = new Set(GRAPHQL_TYPES);
  const missing = GRAPHQL_TYPES.filter((name) => !types.has(name));
  if (missing.length > 0) throw new Error(`not in GitHub's GraphQL schema: ${missing.join(", ")}`);
  const isKept = (name: string): boolean => listed.has(name) || !COMPOSITE.has(types.get(name)?.kind ?? "");
  const kept = new Map<string, TypeDefinitionNode>();
  const keep = (name: string): void => {
    const type = types.get(name);
    if (type === undefined || kept.has(name)) return;
    const smaller = shrink(type, isKept);
    kept.set(name, smaller);
    visit(smaller, { NamedType: (node) => keep(node.name.value) });
  };
  GRAPHQL_TYPES.forEach(keep);
  return [...kept.values()].toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1));
};

const shrink = (type: TypeDefinitionNode, isKept: (name: string) => boolean): TypeDefinitionNode => {
  const keepsField = (field: FieldDefinitionNode): boolean => isKept(nameOf(field.type));
  const keepsName = (node: NamedTypeNode): boolean => isKept(node.name.value);
  if (type.kind === Kind.UNION_TYPE_DEFINITION) return { ...type, types: (type.types ?? []).filter(keepsName) };
  if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return type;
  return {
    ...type,
    fields: (type.fields ?? []).filter(keepsField).toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1)),
    interfaces: (type.interfaces ?? []).filter(keepsName),
  };
};

/** Descriptions are prose, and directives such as `@docsCategory` say nothing about validity. */
const withoutProse = (type: TypeDefinitionNode): TypeDefinitionNode =>
  visit(type, { StringValue: (_node, key) => (key === "description" ? null : undefined), Directive: () => null });

const main = (): void => {
  const { definitions } = parse(readFileSync(new URL("schema.graphql", SOURCE), "utf8"), { noLocation: true });
  const types = new Map(definitions.filter(isType).map((type) => [type.name.value, withoutProse(type)]));
  const { version } = JSON.parse(readFileSync(new URL("package.json", SOURCE), "utf8"));
  const text = cut(types)
    .map((type) => print(type))
    .join("\n");
  writeFileSync(TARGET, `# @octokit/graphql-schema ${version}\n${text}\n`);
};

main();
