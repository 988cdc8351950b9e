// Who may knock: devices, enrolment codes, people's secrets, sign-ins, tokens; what was uploaded; who did what.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 30,
  async up(tx) {
    await sql`
      CREATE TABLE device (
        id text PRIMARY KEY, hall text NOT NULL REFERENCES hall (id), seat text NOT NULL, name text NOT NULL, token_hash text NOT NULL UNIQUE,
        enrolled_at bigint NOT NULL, revoked_at bigint
      )`.execute(tx)
    await sql`
      CREATE TABLE enrolment_code (
        code_hash text PRIMARY KEY, hall text NOT NULL REFERENCES hall (id), seat text NOT NULL, created_at bigint NOT NULL,
        used_at bigint, device text
      )`.execute(tx)
    await sql`
      CREATE TABLE person_secret (
        hall text NOT NULL REFERENCES hall (id), person text NOT NULL, secret text NOT NULL, changed_at bigint NOT NULL,
        PRIMARY KEY (hall, person)
      )`.execute(tx)
    await sql`
      CREATE TABLE sign_in_failure (
        hall text NOT NULL REFERENCES hall (id), person text NOT NULL, failures integer NOT NULL, last_at bigint NOT NULL, locked_until bigint,
        PRIMARY KEY (hall, person)
      )`.execute(tx)
    await sql`
      CREATE TABLE sign_in (
        id text PRIMARY KEY, hall text NOT NULL REFERENCES hall (id), person text NOT NULL, device text, posts text[] NOT NULL, shift text,
        at bigint NOT NULL
      )`.execute(tx)
    await sql`
      CREATE TABLE token (
        token_hash text PRIMARY KEY, hall text NOT NULL REFERENCES hall (id), sign_in text NOT NULL REFERENCES sign_in (id), person text NOT NULL,
        posts text[] NOT NULL, expires_at bigint NOT NULL
      )`.execute(tx)
    await sql`
      CREATE TABLE upload (
        hall text NOT NULL REFERENCES hall (id), hash text NOT NULL, size bigint NOT NULL, name text NOT NULL, mime text NOT NULL, by text NOT NULL,
        at bigint NOT NULL, PRIMARY KEY (hall, hash)
      )`.execute(tx)
    await sql`
      CREATE TABLE audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, hall text NOT NULL, at bigint NOT NULL, who text NOT NULL, what text NOT NULL, detail jsonb
      )`.execute(tx)
  },
}
