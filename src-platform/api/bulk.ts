import { ok } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { nameOf } from '../auth/callers.ts'
import { importRows } from '../bulk/import-rows.ts'
import type { ReferenceReader } from '../commands/reference-data.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

const BULK_BODY_LIMIT = 8 * 1024 * 1024

export function serveBulk(api: Api, readReference: ReferenceReader): void {
  const { platform } = api
  serve(
    api,
    endpoints.bulk,
    async ({ caller, params, body }) =>
      ok(await importRows(platform, readReference, { kind: params.kind, rows: body.rows, by: nameOf(caller) })),
    { bodyLimit: BULK_BODY_LIMIT, checksTextItself: true },
  )
}
