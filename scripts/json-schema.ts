// Writes schemas/journey.schema.json from the zod schema: node_modules/.bin/node scripts/json-schema.ts
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { journeyJsonSchemaText } from '../src/model/journey-json-schema.ts'

const folder = fileURLToPath(new URL('../schemas/', import.meta.url))
mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}journey.schema.json`, journeyJsonSchemaText())
