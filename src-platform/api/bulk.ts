import { ok } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { nameOf } from '../auth/callers.ts'
import { importRows } from '../bulk/import-rows.ts'
import type { ReferenceReader } from '../commands/reference-data.ts'
import { writeAudit } from '../store/audit.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

const BULK_BODY_LIMIT = 8 * 1024 * 1024

export function serveBulk(api: Api, readReference: ReferenceReader): void {
  const { platform } = api
  serve(
    api,
    endpoints.bulk,
    async ({ caller, params, body }) => {
      const reply = await importRows(platform, readReference, params.kind, body.rows)
      await writeAudit(platform, nameOf(caller), 'imported', {
        kind: params.kind,
        imported: reply.imported,
        refused: reply.refused.length,
      })
      return ok(reply)
    },
    { bodyLimit: BULK_BODY_LIMIT, checksTextItself: true },
  )
}
