// Keys and machines from the command line: the same requests as the page 设备与密钥 makes, so that they are judged and written into
// the platform's trail like those, in the administrator's name.
import { Agent } from 'node:https'
import axios from 'axios'
import type { AxiosInstance } from 'axios'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { z } from '#shared/kernel/zod.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { ErrorReply } from '#shared/platform-api/system.ts'
import { findHall } from '../import/client/hall-address.ts'
import type { Act, Administration } from './options.ts'

/** What was done, for programs (`line`) and in words. */
export interface Done {
  readonly line: Readonly<Record<string, unknown>>
  readonly zh: string
  readonly en: string
}

const TIMEOUT_MS = 60_000

/** Asks the running platform once; refused with its own code, or `no-platform` where none answers. */
export async function administer({ act, ...address }: Administration): Promise<Result<Done>> {
  const hall = await findHall(address)
  if (!hall.ok) return hall
  const http = axios.create({
    baseURL: hall.value.url.replace(/\/+$/, ''),
    headers: { authorization: `Bearer ${hall.value.token}` },
    ...{ timeout: TIMEOUT_MS, proxy: false, maxRedirects: 0, validateStatus: () => true },
    ...(hall.value.ca !== null && { httpsAgent: new Agent({ ca: hall.value.ca }) }),
  })
  return perform(http, act)
}

function perform(http: AxiosInstance, act: Act): Promise<Result<Done>> {
  if (act.do === 'rotate-key') return rotate(http)
  return act.do === 'revoke' ? revoke(http, act.seat, act.reason) : makeCode(http, act.seat)
}

async function rotate(http: AxiosInstance): Promise<Result<Done>> {
  const { path, reply } = endpoints.rotateHallKey
  const rotated = await ask(reply, () => http.post(path, {}))
  if (!rotated.ok) return rotated
  const { current, resealed } = rotated.value
  return ok({
    line: { type: 'hall-key-rotated', current, resealed },
    zh: `业务密钥已更换为 ${current}，联机的席位随即取得，离线的席位恢复后取得`,
    en: `the hall's key is ${current} now; seats that are connected learn it at once, others when they are back`,
  })
}

async function revoke(http: AxiosInstance, seat: string, reason: string): Promise<Result<Done>> {
  const listed = await ask(endpoints.devices.reply, () => http.get(endpoints.devices.path))
  if (!listed.ok) return listed
  const device = listed.value.devices.find((one) => one.seat === seat && one.revokedAt === null)
  if (device === undefined) return refuse('not-found', `--revoke ${seat}`)
  const path = endpoints.revokeDevice.path.replace(':id', device.id)
  const revoked = await ask(endpoints.revokeDevice.reply, () => http.delete(path, { data: { reason } }))
  if (!revoked.ok) return revoked
  return ok({
    line: { type: 'device-revoked', seat, device: device.id, revokedAt: revoked.value.revokedAt },
    zh: `席位 ${seat} 的登记已注销。机器失窃或有人离开时，接着用 --rotate-key 更换业务密钥`,
    en: `the enrolment of seat ${seat} has ended; after a theft go on with --rotate-key`,
  })
}

async function makeCode(http: AxiosInstance, seat: string): Promise<Result<Done>> {
  const { path, reply } = endpoints.mintEnrolmentCode
  const made = await ask(reply, () => http.post(path, { seat }))
  if (!made.ok) return made
  return ok({
    line: { type: 'enrolment-code', seat, code: made.value.code },
    zh: `席位 ${seat} 的登记码 ${made.value.code}，只能用一次；登记后该席位原来的机器被注销`,
    en: `the code of seat ${seat} is ${made.value.code}, good once; whoever uses it takes the seat from its former machine`,
  })
}

async function ask<S extends z.ZodType>(
  schema: S,
  call: () => Promise<{ readonly status: number; readonly data: unknown }>,
): Promise<Result<z.infer<S>>> {
  try {
    const { status, data } = await call()
    const reply = schema.safeParse(data)
    if (status < 300 && reply.success) return ok(reply.data)
    const refused = ErrorReply.safeParse(data)
    if (!refused.success || !isErrorCode(refused.data.code)) return refuse('no-platform', `HTTP ${String(status)}`)
    return refuse(refused.data.code, refused.data.detail ?? undefined)
  } catch (error) {
    if (axios.isAxiosError(error)) return refuse('no-platform', error.message)
    throw error
  }
}
