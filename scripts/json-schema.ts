// Writes schemas/journey.schema.json and schemas/programme.schema.json from the zod schemas: node_modules/.bin/node scripts/json-schema.ts
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { journeyJsonSchemaText } from '../src/model/journey-json-schema.ts'
import { programmeJsonSchemaText } from '../src/model/programme-json-schema.ts'

const folder = fileURLToPath(new URL('../schemas/', import.meta.url))
mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}journey.schema.json`, journeyJsonSchemaText())
writeFileSync(`${folder}programme.schema.json`, programmeJsonSchemaText())
