import type { Clock, Random } from './clock.ts'
import { z } from './zod.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Case identity, a UUIDv7 made where the case begins; the number told to a caller is {@link CaseNo}. */
export const CaseId = z.string().regex(UUID).brand<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>

/** 案卷号: 19 digits = district 6 + date 8 + serial 5, from a block leased to the seat. */
export const CaseNo = z
  .string()
  .regex(/^[0-9A-Za-z-]{4,24}$/)
  .brand<'CaseNo'>()
export type CaseNo = z.infer<typeof CaseNo>

/** Command identity, a UUIDv7 stored before the command is sent. */
export const CmdId = z.string().regex(UUID).brand<'CmdId'>()
export type CmdId = z.infer<typeof CmdId>

export const DraftId = z.string().regex(UUID).brand<'DraftId'>()
export type DraftId = z.infer<typeof DraftId>

/** 工号, the number a person signs in with. */
export const PersonId = z
  .string()
  .regex(/^[0-9A-Za-z]{2,16}$/)
  .brand<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>

/** 处置单位 code. */
export const DepartmentId = z
  .string()
  .regex(/^[0-9A-Za-z_-]{1,32}$/)
  .brand<'DepartmentId'>()
export type DepartmentId = z.infer<typeof DepartmentId>

/** 坐席 number in the hall, as printed on the desk: "1", "2", "W1" for a wall. */
export const SeatId = z
  .string()
  .regex(/^[0-9A-Z]{1,8}$/)
  .brand<'SeatId'>()
export type SeatId = z.infer<typeof SeatId>

export const DeviceId = z.string().regex(UUID).brand<'DeviceId'>()
export type DeviceId = z.infer<typeof DeviceId>

/** What reports positions: `inspector:` with the number of a person, or `vehicle:` with the id of a vehicle row. */
export const FieldObjectId = z
  .string()
  .regex(/^(?:inspector:[0-9A-Za-z]{2,16}|vehicle:[^\s\p{C}]{1,64})$/u)
  .brand<'FieldObjectId'>()
export type FieldObjectId = z.infer<typeof FieldObjectId>

/** UUIDv7 (RFC 9562 5.7): 48 bits of milliseconds, the rest random, so ids sort roughly by birth but order nothing. */
export function uuidV7(clock: Clock, random: Random): string {
  const bytes = random.bytes(16)
  let ms = Math.max(0, Math.floor(clock.now()))
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = ms % 256
    ms = Math.floor(ms / 256)
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export const newCaseId = (clock: Clock, random: Random): CaseId => uuidV7(clock, random) as CaseId
export const newCmdId = (clock: Clock, random: Random): CmdId => uuidV7(clock, random) as CmdId
export const newDraftId = (clock: Clock, random: Random): DraftId => uuidV7(clock, random) as DraftId
