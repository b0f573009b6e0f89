import type { Config } from 'drizzle-kit'

/** Where `npm run migrations` reads the schema and writes the next SQL file. */
const config: Config = {
  dialect: 'postgresql',
  schema: './src/store/document-schema.ts',
  out: './src/store/migrations',
  casing: 'snake_case',
}

export { config as default }
