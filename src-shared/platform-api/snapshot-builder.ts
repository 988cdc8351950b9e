// What the platform and the program that builds its snapshot say to each other over stdin and stdout, one JSON line each. The
// program is a client of the platform like any other; its token opens the feed and nothing else.
import { z } from '#shared/kernel/zod.ts'
import { SnapshotInfo } from './snapshot.ts'

/** The first line of stdin; when stdin ends the program ends. A token never stands on a command line. */
export const BuildOrder = z.object({
  url: z.url(),
  token: z.string().min(32),
  /** Private to the program: its cache is kept here from run to run, and the finished file is left here. */
  folder: z.string().min(1),
})
export type BuildOrder = z.infer<typeof BuildOrder>

/** What has been built, before the platform has published it. */
export const BuiltSnapshot = SnapshotInfo.omit({ builtAt: true })
export type BuiltSnapshot = z.infer<typeof BuiltSnapshot>

export const BuilderLine = z.discriminatedUnion('type', [
  /** A sign of life: how far of the feed it has read, or what it is doing. */
  z.object({ type: z.literal('working'), seq: z.int(), head: z.int(), step: z.enum(['reading', 'copying', 'packing']) }),
  /** The last line: the file stands in the folder under {@link BUILT_FILE}. */
  z.object({ type: z.literal('built'), snapshot: BuiltSnapshot }),
  z.object({ type: z.literal('refused'), code: z.string(), detail: z.string().nullable() }),
])
export type BuilderLine = z.infer<typeof BuilderLine>

export const BUILT_FILE = 'snapshot.db.zst'
