import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { onceClosed } from './gate.ts'

/** Real ones: of a call that somebody waits for, and how they hang up. */
async function aCall(): Promise<{ response: ServerResponse; hangUp: () => Promise<void> }> {
  const arrived = Promise.withResolvers<ServerResponse>()
  const server = createServer((_request, response) => {
    arrived.resolve(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
    server.close()
  })
  socket.write('POST /v1/numbers HTTP/1.1\r\nhost: hall\r\ncontent-length: 100\r\n\r\n{')
  const response = await arrived.promise
  const hangUp = async (): Promise<void> => {
    const closed = once(response, 'close')
    socket.destroy()
    await closed
  }
  return { response, hangUp }
}

it('a place is given back when whoever holds it hangs up, once', async () => {
  const { response, hangUp } = await aCall()
  const leave = vi.fn()
  onceClosed(response, leave)
  expect(leave).not.toHaveBeenCalled()

  await hangUp()

  expect(leave).toHaveBeenCalledOnce()
})

it('a place is given back at once where they hung up before they had it', async () => {
  const { response, hangUp } = await aCall()
  await hangUp()
  const leave = vi.fn()

  onceClosed(response, leave)

  expect(leave).toHaveBeenCalledOnce()
})
