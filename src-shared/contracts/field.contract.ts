import { Instant } from '#shared/domain/case/case-row.ts'
import { presences } from '#shared/domain/patrol/presence.ts'
import { FieldObjectId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, query, topic } from './contract.ts'

/** 监督员, and the kinds of vehicles. */
export const FieldKind = z.enum(['inspector', 'muck-truck', 'sweeper', 'sprinkler', 'patrol'])
export type FieldKind = z.infer<typeof FieldKind>

/** Everything that moves, in columns of one length, in one order; at most once a second. */
export const Movers = z.object({
  /** Positions are being heard. While they are not, every state is `stale` or `unknown`. */
  isHeard: z.boolean(),
  /** Platform time of the newest word about positions; null before the first one since the host began. */
  asOf: Instant.nullable(),
  ids: z.array(FieldObjectId),
  kinds: z.array(FieldKind),
  /** Name of a person, plate of a vehicle; walls get the number of a person instead. */
  names: z.array(z.string()),
  /** Name of an inspector's duty grid; empty where there is none. */
  grids: z.array(z.string()),
  /** Null: never heard of. */
  lng: z.array(z.number().nullable()),
  lat: z.array(z.number().nullable()),
  /** Clockwise from north. */
  headingDeg: z.array(z.number().nullable()),
  /** Time of the fix. */
  at: z.array(Instant.nullable()),
  states: z.array(z.enum(presences)),
  /** 离格: since when; null while inside, or not outside for long enough. */
  offGridSince: z.array(Instant.nullable()),
})
export type Movers = z.infer<typeof Movers>

export const CameraPlace = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  group: z.string().nullable(),
  lng: z.number(),
  lat: z.number(),
  headingDeg: z.number().nullable(),
  viewDeg: z.number().nullable(),
})
export type CameraPlace = z.infer<typeof CameraPlace>

export const Track = z.object({
  at: z.array(Instant),
  lng: z.array(z.number()),
  lat: z.array(z.number()),
  /** False: the platform could not be asked for what this host has not heard itself. */
  isComplete: z.boolean(),
})
export type Track = z.infer<typeof Track>

export const FieldHit = z.object({
  id: FieldObjectId,
  kind: FieldKind,
  name: z.string(),
  grid: z.string(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  at: Instant.nullable(),
  state: z.enum(presences),
})
export type FieldHit = z.infer<typeof FieldHit>

export const fieldContract = {
  movers: topic({ in: z.object({}), out: Movers, access: access.shown }),
  cameras: topic({ in: z.object({}), out: z.object({ cameras: z.array(CameraPlace) }), access: access.shown }),
  /** Where an object was in [from, to], oldest first; a day at most (`bad-time`). */
  track: query({ in: z.object({ object: FieldObjectId, from: Instant, to: Instant }), out: Track, access: access.shown }),
  /** Inspectors by name or number, vehicles by plate; those on line first, at most 20. */
  objects: query({
    in: z.object({ text: z.string().min(1).max(40) }),
    out: z.object({ hits: z.array(FieldHit) }),
    access: access.seat,
  }),
}
