import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const folder = process.env.DESIREPATH_SCHEMAS ?? fileURLToPath(new URL('../../../shared/schemas', import.meta.url))

/** A validator of one schema of a vendor's OpenAPI description; null, with a warning that names what is not checked, where the file is absent. */
export function vendorValidator(file: string, schema: string): ValidateFunction | null {
  const path = `${folder}/${file}`
  if (!existsSync(path)) {
    console.warn(`Not checked: ${file} is not in ${folder} (DESIREPATH_SCHEMAS), so exports are not validated against ${schema}.`)
    return null
  }
  const { components } = JSON.parse(readFileSync(path, 'utf8')) as { components: Json }
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
  return ajv.compile({ components: plain(components), $ref: `#/components/schemas/${schema}` } as object)
}

/** OpenAPI as JSON Schema: nullable becomes a union with null; maps of objects without members take any value, since the descriptions mean so. */
function plain(json: Json): Json {
  if (Array.isArray(json)) return json.map(plain)
  if (json === null || typeof json !== 'object') return json
  const { nullable, example: _, ...rest } = json
  const made = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, key === 'additionalProperties' && isBareObject(value) ? true : plain(value)]),
  )
  return nullable === true ? { anyOf: [made, { type: 'null' }] } : made
}

function isBareObject(json: Json): boolean {
  if (json === null || typeof json !== 'object' || Array.isArray(json) || json.type !== 'object') return false
  return json.properties === undefined || Object.keys(json.properties ?? {}).length === 0
}
