// How a fresh seat gets its first rows: a ready cache file in one download, and what it needs meanwhile to begin work.
import { Instant } from '#shared/domain/case/case-row.ts'
import { z } from '#shared/kernel/zod.ts'
import { Change } from './changes.ts'
import { Sha256 } from './commands.ts'

/**
 * GET /v1/snapshot?schema=N → the snapshot for caches of that schema: a compact cache.db (src-shared/cache-schema) without own
 * commands and without anything of one seat, compressed as one zstd frame. 503 `snapshot-building` with Retry-After while one is
 * being made, 404 `no-snapshot` where none is kept: a small hall is read faster in pages, and so is one of another schema.
 */
export const SnapshotQuery = z.object({ schema: z.coerce.number().pipe(z.int().min(1).max(1_000_000)) })
export const SnapshotInfo = z.object({
  /** The feed is read from here afterwards; the file's own cursor says the same. */
  epoch: z.string().min(1).max(64),
  seq: z.int().min(0),
  schema: z.int().min(1),
  /** Of the compressed file, which GET /v1/snapshot/:sha256 serves with byte ranges, Accept-Ranges and its hash as ETag. */
  bytes: z.int().min(1),
  sha256: Sha256,
  /** Of the file once it is decompressed. */
  rawBytes: z.int().min(1),
  rawSha256: Sha256,
  builtAt: Instant,
})
export type SnapshotInfo = z.infer<typeof SnapshotInfo>

export const SnapshotParams = z.object({ sha256: Sha256 })

/**
 * GET /v1/first-rows → what a seat without any data needs to begin while the rest is on its way: catalogue, calendar, settings,
 * departments, people, and the cases that are still open, those due first, in the shape of the feed. It moves no cursor: the feed
 * or the snapshot brings the same rows again.
 */
export const FirstRows = z.object({
  epoch: z.string().min(1).max(64),
  schema: z.int(),
  /** The hall's head when they were read; ordered as they should be shown, not by seq. */
  seq: z.int().min(0),
  time: z.int(),
  changes: z.array(Change).max(6_000),
  /** How many cases are open, of which the reply may hold only the first. */
  openCases: z.int().min(0),
})
export type FirstRows = z.infer<typeof FirstRows>
/** Open cases in the reply at most. */
export const FIRST_CASES = 2_000
