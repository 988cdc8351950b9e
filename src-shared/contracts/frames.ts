// What passes through a door, either door: one msgpack message per frame.
import { z } from '#shared/kernel/zod.ts'

export const DOOR_PROTOCOL = 1
/** A window may send this much in one frame; more closes the door. */
export const MAX_UP_BYTES = 1024 * 1024
/** Calls of one window that may be unanswered at once; more are refused with `too-many-calls`. */
export const MAX_CALLS = 64
/** Snapshots of one subscription that may be unacknowledged; then the host waits and sends only the newest. */
export const TOPIC_CREDIT = 4
/** The host beats this often; a window that hears nothing for HOST_GONE_MS says 本机服务中断. */
export const HOST_BEAT_MS = 1_000
export const HOST_GONE_MS = 2_500

/** Window → host. */
export const UpFrame = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), protocol: z.int() }),
  z.object({ t: z.literal('call'), id: z.int().min(1), op: z.string().max(64), arg: z.unknown() }),
  z.object({ t: z.literal('watch'), id: z.int().min(1), op: z.string().max(64), arg: z.unknown() }),
  z.object({ t: z.literal('unwatch'), id: z.int().min(1) }),
  /** The window has painted snapshot `rev` of a subscription. */
  z.object({ t: z.literal('took'), id: z.int().min(1), rev: z.int().min(1) }),
])
export type UpFrame = z.infer<typeof UpFrame>

export interface WireRefusal {
  readonly code: string
  readonly detail?: string
}

/** Host → window. `generation` rises with every start of the host; subscriptions start again with it. */
export type DownFrame =
  | {
      readonly t: 'welcome'
      readonly protocol: number
      readonly generation: number
      readonly caller: string
      readonly time: number
      /** What the host was built of; a window built of something else says so and asks to be loaded again. */
      readonly build: string
    }
  | { readonly t: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly t: 'reply'; readonly id: number; readonly ok: false; readonly error: WireRefusal }
  | { readonly t: 'value'; readonly id: number; readonly rev: number; readonly value: unknown }
  /** The last word on a watch: it has ended. */
  | { readonly t: 'refused'; readonly id: number; readonly error: WireRefusal }
  /** A watched topic cannot be read now. The watch goes on: the next value says that it can be read again. */
  | { readonly t: 'trouble'; readonly id: number; readonly error: WireRefusal }
  | { readonly t: 'beat'; readonly time: number }
