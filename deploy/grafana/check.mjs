// Checks a dashboard against the types of Grafana itself, as its Foundation SDK publishes them to npm, made into JSON
// schemas: no field that Grafana does not know, every value of its type. deploy/check.sh --npm runs it.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { createGenerator } from "ts-json-schema-generator";

const SDK = "node_modules/@grafana/grafana-foundation-sdk/dist";
const ajv = new Ajv({ allErrors: true, strict: false });
const validators = new Map();

// What a panel leaves out Grafana fills in, so nothing is required there.
function optional(schema) {
  if (Array.isArray(schema)) {
    return schema.map(optional);
  }
  if (schema === null || typeof schema !== "object") {
    return schema;
  }
  const { required, ...rest } = schema;
  const entries = Object.entries(Array.isArray(required) ? rest : schema);
  return Object.fromEntries(entries.map(([key, value]) => [key, optional(value)]));
}

function validator(module, type, filledIn) {
  const name = `${module}.${type}`;
  if (!validators.has(name)) {
    const path = `${SDK}/${module}/types.gen.d.ts`;
    const generator = createGenerator({ path, type, skipTypeCheck: true, functions: "hide", additionalProperties: false });
    const schema = generator.createSchema(type);
    validators.set(name, ajv.compile(filledIn ? optional(schema) : schema));
  }
  return validators.get(name);
}

let wrong = 0;
function check(what, validate, value) {
  if (value !== undefined && !validate(value)) {
    for (const error of validate.errors) {
      wrong++;
      console.log(`${what}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
    }
  }
}

const dashboard = JSON.parse(readFileSync(process.argv[2]));

// To the types of dashboards queries are opaque; those of panels are checked below. These fields of Prometheus' annotations
// and of variables Grafana writes and reads, but its types lack them.
const frame = structuredClone(dashboard);
for (const panel of frame.panels) {
  delete panel.targets;
}
for (const { step, titleFormat, textFormat, useValueForTime, ...rest } of frame.annotations.list.splice(0)) {
  frame.annotations.list.push(rest);
}
for (const { definition, ...rest } of frame.templating.list.splice(0)) {
  frame.templating.list.push(rest);
}
check("dashboard", validator("dashboard", "Dashboard", false), frame);

const panels = dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).filter((panel) => panel.type !== "row");
for (const panel of panels) {
  const what = `${panel.title} (${panel.type})`;
  check(`${what}: options`, validator(panel.type, "Options", true), panel.options);
  const custom = panel.fieldConfig?.defaults?.custom;
  if (custom !== undefined) {
    check(`${what}: custom`, validator(panel.type, "FieldConfig", true), custom);
  }
  for (const target of panel.targets) {
    check(`${what}: target`, validator("prometheus", "dataquery", false), target);
  }
}
console.log(`${panels.length} panels`);
process.exit(wrong === 0 ? 0 : 1);
