// Reads a JSON array of manifests from standard input and writes, for each, a JSON array of what is wrong with it by the published OpenAPI of Kubernetes:
// types and required fields by kubernetes-models, fields that do not exist by the attribute maps of the official client. The API server's decoder
// would drop an unknown field or refuse it; the schemas alone let it pass.
// Rules for Prometheus are held against the schemas of its operator, resources of Dapr against dapr.json, which says where that is from.
import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import * as types from './node_modules/@kubernetes/client-node/dist/gen/models/all.js'

/** The class of the official client, such as V2HorizontalPodAutoscaler for autoscaling/v2. */
function typeOf({ apiVersion, kind }) {
  const version = apiVersion.split('/').at(-1)
  return types[`V${version.slice(1)}${kind}`]
}

/** Everything that the type does not know, with its path. */
function unknownFields(value, type, path) {
  if (value === null || typeof value !== 'object') return []
  const list = /^Array<(.*)>$/.exec(type)
  if (list) return Array.isArray(value) ? value.flatMap((item, i) => unknownFields(item, list[1], `${path}[${i}]`)) : [`${path} must be a list`]
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)
  if (map) return Object.entries(value).flatMap(([key, item]) => unknownFields(item, map[1], `${path}.${key}`))
  const attributes = types[type]?.getAttributeTypeMap?.()
  if (!attributes) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const attribute = attributes.find(({ baseName }) => baseName === key)
    return attribute ? unknownFields(item, attribute.type, `${path}.${key}`) : [`${path}.${key} does not exist`]
  })
}

async function schemaErrors(manifest) {
  const module = await import(`kubernetes-models/${manifest.apiVersion}`).catch(() => undefined)
  const model = module?.[manifest.kind]
  if (!model) return [`${manifest.apiVersion} ${manifest.kind} is no resource of Kubernetes`]
  try {
    new model(manifest).validate()
    return []
  } catch (wrong) {
    return [wrong.message]
  }
}

const dapr = JSON.parse(readFileSync(new URL('dapr.json', import.meta.url)))
const ajv = new Ajv({ allErrors: true, strict: false })

/** Wrong fields, and metadata that the component's type does not have: Dapr would ignore them without a word. */
function daprErrors(manifest) {
  const { kind, spec } = manifest
  const schema = dapr.resources[kind]
  if (!schema) return [`${kind} is no resource of Dapr that the platform uses`]
  if (!ajv.validate(schema, manifest)) return ajv.errors.map(e => `${e.instancePath} ${e.message} ${Object.values(e.params).join()}`)
  if (kind !== 'Component') return []
  const fields = dapr.metadata[`${spec.type}/${spec.version}`]
  if (!fields) return [`${spec.type}/${spec.version} is not in dapr.json`]
  return spec.metadata.filter(({ name }) => !fields.includes(name)).map(({ name }) => `${spec.type} has no metadata ${name}`)
}

const operator = '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1'

/** The fields that a type of the Prometheus operator has. */
function operatorFields(type) {
  const file = new URL(`./node_modules/${operator}/${type}.d.ts`, import.meta.url)
  return [...readFileSync(file, 'utf8').matchAll(/^ {4}"(\w+)"\??:/gm)].map(([, name]) => name)
}

/** The operator's own schema, and fields that it does not have: its admission would drop them without a word. */
async function ruleErrors(manifest) {
  const { PrometheusRule } = await import(`${operator}/PrometheusRule`)
  const check = (value, type, path) => {
    const fields = operatorFields(type)
    return Object.keys(value ?? {}).filter(key => !fields.includes(key)).map(key => `${path}.${key} does not exist`)
  }
  const groups = manifest.spec?.groups ?? []
  const unknown = [
    ...check(manifest.spec, 'PrometheusRuleSpec', 'spec'),
    ...groups.flatMap(group => [
      ...check(group, 'RuleGroup', group.name),
      ...(group.rules ?? []).flatMap(rule => check(rule, 'Rule', rule.alert ?? rule.record)),
    ]),
  ]
  try {
    new PrometheusRule(manifest).validate()
    return unknown
  } catch (wrong) {
    return [wrong.message, ...unknown]
  }
}

async function problems(manifest) {
  if (manifest.apiVersion === 'monitoring.coreos.com/v1') return ruleErrors(manifest)
  if (manifest.apiVersion === 'dapr.io/v1alpha1') return daprErrors(manifest)
  const type = typeOf(manifest)
  const unknown = type ? unknownFields(manifest, type.name, manifest.kind) : [`${manifest.apiVersion} ${manifest.kind} is unknown to the client`]
  return [...(await schemaErrors(manifest)), ...unknown]
}

let text = ''
for await (const chunk of process.stdin) text += chunk
const answers = []
for (const manifest of JSON.parse(text)) answers.push(await problems(manifest))
process.stdout.write(JSON.stringify(answers))
