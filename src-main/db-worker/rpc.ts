// Calls between the host's thread and a worker's: one message each way. Both ends run the same build, so names and shapes need
// no schema.
import type { MessagePort } from 'node:worker_threads'
import type { Refusal } from '#shared/kernel/result.ts'
import { isDamaged, isOtherSchema, storageRefusal } from './storage-errors.ts'

export interface RpcCall {
  readonly id: number
  readonly op: string
  readonly args: readonly unknown[]
}

/**
 * `fault` is a programming error, a refusal is for the operator; `damaged`: its pages are not what they were. The
 * first reply, id 0, says whether the worker has opened its file.
 */
export type RpcReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly refusal: Refusal; readonly damaged?: true }
  | { readonly id: number; readonly ok: false; readonly fault: string }

type Operations = Readonly<Record<string, unknown>>

/**
 * Answers calls one after the other until `close` or `discard` has been answered. `onDamaged` hears of damage. Only a file that
 * can be made anew has one, and of such a file a name that is not in its list of tables is damage too.
 */
export function serveCalls(port: MessagePort, api: Operations, onDamaged?: () => void): void {
  port.on('message', ({ id, op, args }: RpcCall) => {
    const reply = answer(api, { id, op, args }, onDamaged)
    port.postMessage(reply, transferable(reply))
    if ((op === 'close' || op === 'discard') && reply.ok) port.close()
  })
}

function answer(api: Operations, { id, op, args }: RpcCall, onDamaged?: () => void): RpcReply {
  try {
    const operation = Object.hasOwn(api, op) ? api[op] : undefined
    if (typeof operation !== 'function') return { id, ok: false, fault: `no operation ${op}` }
    const value: unknown = Reflect.apply(operation, api, args)
    return { id, ok: true, value }
  } catch (error) {
    const isOther = onDamaged !== undefined && isOtherSchema(error)
    const damaged = isDamaged(error) || isOther ? ({ damaged: true } as const) : {}
    if ('damaged' in damaged) onDamaged?.()
    const refusal: Refusal | undefined = isOther ? { code: 'storage-failed', detail: error.message } : storageRefusal(error)
    return refusal === undefined ? { id, ok: false, fault: faultText(error) } : { id, ok: false, refusal, ...damaged }
  }
}

function faultText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Tiles move to the other thread instead of being copied. */
function transferable(reply: RpcReply): ArrayBuffer[] {
  if (!reply.ok || !(reply.value instanceof Uint8Array)) return []
  const { buffer, byteLength } = reply.value
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0 ? [buffer] : []
}
