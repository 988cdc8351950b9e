// 离线登录延长: how long the roster on this machine counts without the platform (reliability, "People offline").
import { z } from '#shared/kernel/zod.ts'

const HOUR_MS = 3_600_000
/** One extension, by a shift leader and a second person. */
export const EXTENSION_MS = 24 * HOUR_MS
/** It may be given from so long before the end on, so that nobody is locked out in the middle of a call. */
export const EXTEND_WITHIN_MS = 4 * HOUR_MS

/** What two persons have granted. It belongs to one gap: with the next word of the platform it is void. */
export const Extension = z.object({ contactAt: z.int(), until: z.int() })
export type Extension = z.infer<typeof Extension>

/** Until when people can sign in without the platform, epoch ms; `contactAt`: its last word. */
export function offlineEnd(contactAt: number, offlineHours: number, extension: Extension | null): number {
  const usual = contactAt + offlineHours * HOUR_MS
  return extension?.contactAt === contactAt ? Math.max(usual, extension.until) : usual
}

export function extendFrom(end: number): number {
  return end - EXTEND_WITHIN_MS
}

/** A day more, from the end or, when that is over, from now. */
export function extended(contactAt: number, end: number, now: number): Extension {
  return { contactAt, until: Math.max(end, now) + EXTENSION_MS }
}
