import { parentPort } from 'node:worker_threads'
import type { Result } from '#shared/kernel/result.ts'
import { serveCalls } from './rpc.ts'
import type { RpcReply } from './rpc.ts'

/**
 * The life of a worker thread: open the file named by the first message, say how that went, then answer calls. Threads load side
 * by side, files are opened one after the other.
 */
export function runWorker<Options>(
  open: (options: Options) => Result<Readonly<Record<string, unknown>>>,
  onDamaged?: (options: Options) => void,
): void {
  const port = parentPort
  if (port === null) throw new Error('runs as a worker thread only')
  port.once('message', (options: Options) => {
    const opened = open(options)
    const reply: RpcReply = opened.ok ? { id: 0, ok: true, value: null } : { id: 0, ok: false, refusal: opened.error }
    port.postMessage(reply)
    if (opened.ok) serveCalls(port, opened.value, onDamaged && (() => onDamaged(options)))
    else port.close()
  })
}
