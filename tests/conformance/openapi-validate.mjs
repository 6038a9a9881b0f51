// Validates an OpenAPI document against the schema of its version. Usage: node openapi-validate.mjs URL.
// Prints `ok CASE` or `failed CASE: REASON` per case.
import { Validator } from "@seriousme/openapi-schema-validator";

const response = await fetch(process.argv[2]);
const document = await response.json();
const validator = new Validator();

function report(name, problem) {
  console.log(problem ? `failed ${name}: ${problem}` : `ok ${name}`);
}

const result = await validator.validate(document);
report("schema", result.valid ? "" : JSON.stringify(result.errors));
report("version", validator.version?.startsWith("3.") ? "" : `version ${validator.version}`);

let resolved;
try {
  resolved = validator.resolveRefs();
  report("references", "");
} catch (error) {
  report("references", error.message);
}

const operations = Object.values(document.paths).flatMap((path) =>
  Object.entries(path).filter(([method]) => /^(get|put|post|patch|delete)$/.test(method)).map(([, operation]) => operation));
const ids = operations.map((operation) => operation.operationId);
report("operation-ids", ids.every(Boolean) && new Set(ids).size === ids.length ? "" : `not unique: ${ids}`);

const silent = operations.filter((operation) => !(operation.description || operation.summary)).map((operation) => operation.operationId);
report("descriptions", silent.length === 0 && operations.length > 0 ? "" : `without description: ${silent}`);

// Each variable of a path is a parameter of its operations, and the other way round.
const mismatched = Object.entries(resolved?.paths ?? {}).flatMap(([path, item]) => {
  const variables = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]).sort();
  return Object.values(item)
    .filter((operation) => operation?.operationId)
    .filter((operation) => {
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
      const names = parameters.filter((parameter) => parameter.in === "path" && parameter.required).map((parameter) => parameter.name).sort();
      return JSON.stringify(names) !== JSON.stringify(variables);
    })
    .map((operation) => operation.operationId);
});
report("path-parameters", mismatched.length === 0 ? "" : `${mismatched}`);
