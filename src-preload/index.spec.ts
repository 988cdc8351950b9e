// @vitest-environment jsdom
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { BRIDGE_KEY, DOOR_MESSAGE, bridgeChannels } from '#shared/contracts/bridge.ts'

type Listener = (event: { ports: readonly unknown[] }) => void
const electron = vi.hoisted(() => ({
  sent: [] as unknown[][],
  listeners: new Map<string, Listener>(),
  exposed: new Map<string, Record<string, (argument?: unknown) => unknown>>(),
}))

vi.mock('electron', () => ({
  ipcRenderer: {
    send: (...args: unknown[]) => electron.sent.push(args),
    on: (channel: string, listener: Listener) => electron.listeners.set(channel, listener),
  },
  contextBridge: { exposeInMainWorld: (key: string, api: never) => electron.exposed.set(key, api) },
}))

beforeAll(async () => {
  await import('./index.ts')
})

describe('the bridge', () => {
  it('is two functions, and nothing of Electron', () => {
    expect([...electron.exposed.keys()]).toEqual([BRIDGE_KEY])
    expect(Object.entries(electron.exposed.get(BRIDGE_KEY)!).map(([name, member]) => `${name}: ${typeof member}`)).toEqual([
      'requestDoor: function',
      'onHostGone: function',
    ])
  })

  it('asks for a door without a word that the window could choose', () => {
    electron.exposed.get(BRIDGE_KEY)?.['requestDoor']?.('hostile')

    expect(electron.sent).toEqual([[bridgeChannels.askDoor]])
  })

  it('passes exactly one port on, to this window and its own origin', () => {
    const posted = vi.spyOn(window, 'postMessage').mockReturnValue()
    const receive = electron.listeners.get(bridgeChannels.door)!

    receive({ ports: [] })
    receive({ ports: ['a', 'b'] })
    receive({ ports: ['port'] })

    expect(posted.mock.calls).toEqual([[DOOR_MESSAGE, window.location.origin, ['port']]])
  })

  it('tells a bounded number of listeners that the host has gone, without arguments', () => {
    const heard: unknown[][] = []
    const { onHostGone } = electron.exposed.get(BRIDGE_KEY)!
    onHostGone?.('no function')
    for (let count = 0; count < 20; count += 1) onHostGone?.((...args: unknown[]) => heard.push(args))

    electron.listeners.get(bridgeChannels.hostGone)?.({ ports: [] })

    expect(heard).toEqual(Array.from({ length: 8 }, () => []))
  })

  it('hears the two channels it needs and no other', () => {
    expect([...electron.listeners.keys()].toSorted()).toEqual([bridgeChannels.door, bridgeChannels.hostGone].toSorted())
  })
})
