import { describe, expect, it } from 'vitest'
import { MessageChannelMain, PortTunnels } from './message-port.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function channel() {
  const { port1, port2 } = new MessageChannelMain()
  const got: unknown[] = []
  port2.on('message', ({ data }: { data: unknown }) => got.push(data))
  port2.on('close', () => got.push('closed'))
  return { port1, port2, got }
}

describe("the stand-in's message ports", () => {
  it('keep messages until they are started, and their order', async () => {
    const { port1, port2, got } = channel()
    port1.postMessage(1)
    port1.postMessage(new Uint8Array([2]))
    await turn()
    expect(got).toEqual([])

    port2.start()
    port1.postMessage(3)
    await turn()

    expect(got).toEqual([1, new Uint8Array([2]), 3])
  })

  it('deliver copies', async () => {
    const { port1, port2, got } = channel()
    port2.start()
    const bytes = new Uint8Array([1])

    port1.postMessage(bytes)
    bytes[0] = 9
    await turn()

    expect(got).toEqual([new Uint8Array([1])])
  })

  it('tell the other end when they are closed', async () => {
    const { port1, port2, got } = channel()
    port2.start()

    port1.close()
    await turn()

    expect(got).toEqual(['closed'])
  })

  it('are empty handles after a transfer, and their messages go through the tunnel', async () => {
    const { port1, port2, got } = channel()
    const crossed: unknown[] = []
    const tunnels = new PortTunnels({ send: (id, data) => crossed.push([id, data]), close: (id) => crossed.push([id, 'closed']) })
    port1.postMessage('before')
    await turn()

    const { id, begin } = tunnels.carry(port2)
    begin()
    port1.postMessage('after')
    port1.on('message', ({ data }: { data: unknown }) => crossed.push(data))
    port1.start()
    tunnels.receive(id, 'back')
    await turn()
    port1.close()
    await turn()

    expect(got).toEqual([])
    expect(crossed).toEqual([[id, 'before'], [id, 'after'], 'back', [id, 'closed']])
    expect(() => tunnels.carry(port2)).toThrow('transferred already')
  })
})
