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

/**
 * GET /v1/department-cases: what became of a department's cases, newest movement first. 'answered': no longer with it, not closed
 * yet; 'closed': closed or voided. `next` goes into `after` for the next page; null at the end.
 */
export const DepartmentList = z.enum(['answered', 'closed'])
export type DepartmentList = z.infer<typeof DepartmentList>
export const DepartmentCasesReply = z.object({ rows: z.array(CaseRow), next: z.string().nullable() })
export type DepartmentCasesReply = z.infer<typeof DepartmentCasesReply>

/** GET /v1/cases/:id: a case with its flow, for online clients. */
export const CaseReply = z.object({ row: CaseRow, flow: z.array(FlowRecord) })

/**
 * Attachments: tus 1.0 at /v1/attachments (creation, checksum), metadata `sha256`, `filename`, `filetype`;
 * the upload is complete only when its SHA-256 equals the metadata. GET /v1/attachments/by-hash/:hash reads it.
 */
export const ATTACHMENT_PATH = '/v1/attachments'
export const MAX_ATTACHMENT_BYTES = 4 * 1024 ** 3
/** What a person without a seat may hand in at most: pictures only. */
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024
export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const

/** Where the page for departments without a system of their own is served. */
export const DEPARTMENT_PATH = '/department/'
