// Health, time, errors, tasks and attachments of contract v1.
import { CaseRow, FlowRecord, Instant } from '#shared/domain/case/case-row.ts'
import { z } from '#shared/kernel/zod.ts'

export const API_VERSION = 'v1'

/** GET /v1/health, no credential. */
export const Health = z.object({
  product: z.literal('wanmi-platform'),
  ok: z.boolean(),
  hall: z.string(),
  epoch: z.string(),
  schema: z.int(),
  head: z.int(),
  time: Instant,
})
export type Health = z.infer<typeof Health>

/** GET /v1/time */
export const TimeReply = z.object({ time: Instant })

/** Body of every 4xx and 5xx. */
export const ErrorReply = z.object({ code: z.string(), detail: z.string().nullable() })
export type ErrorReply = z.infer<typeof ErrorReply>

/** GET /v1/tasks: what waits for the signed-in department or inspector, oldest due first. */
export const TasksReply = z.object({ tasks: z.array(CaseRow) })

/** GET /v1/cases/:id: a case with its flow, for online clients. */
export const CaseReply = z.object({ row: CaseRow, flow: z.array(FlowRecord) })

/**
 * Attachments: tus 1.0 at /v1/attachments (creation, checksum), metadata `sha256`, `filename`, `filetype`;
 * the upload is complete only when its SHA-256 equals the metadata. GET /v1/attachments/by-hash/:hash reads it.
 */
export const ATTACHMENT_PATH = '/v1/attachments'
export const MAX_ATTACHMENT_BYTES = 512 * 1024 * 1024
