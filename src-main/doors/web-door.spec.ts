import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { contracts } from '#shared/contracts/index.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import { Door } from './door.ts'
import type { Handlers } from './handlers.ts'
import { Signals } from './signals.ts'
import { Tickets } from './tickets.ts'
import { openWebDoor } from './web-door.ts'
import type { WebDoor } from './web-door.ts'

let folder: string
let web: WebDoor

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hall-door-'))
  await writeFile(join(folder, 'seat.html'), '<!doctype html><title>seat</title>')
  const door = new Door({
    // Nobody gets as far as an operation here.
    handlers: Object.fromEntries(Object.keys(contracts).map((area) => [area, {}])) as Handlers,
    signals: new Signals(),
    session: () => null,
    clock: systemClock,
    generation: 1,
    checkReplies: true,
    onError: () => undefined,
  })
  web = await openWebDoor({ door, tickets: new Tickets(Buffer.alloc(32, 7), systemClock), rendererDir: folder, port: 0 })
})

afterEach(async () => {
  await web.close()
  await rm(folder, { recursive: true, force: true })
})

/** Sends this and is torn away, as by a program that was killed; resolves when our side of the line is gone. */
async function breakOff(bytes: string): Promise<void> {
  const socket = connect(Number(new URL(web.origin).port), '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  await new Promise((written) => socket.write(bytes, written))
  const closed = once(socket, 'close')
  socket.resetAndDestroy()
  await closed
}

/** Errors that nobody caught: in the host each of them ends the process. */
function watchForUncaught(): unknown[] {
  const uncaught: unknown[] = []
  const note = (error: unknown): number => uncaught.push(error)
  const others = {
    uncaughtException: process.listeners('uncaughtException'),
    unhandledRejection: process.listeners('unhandledRejection'),
  }
  for (const name of ['uncaughtException', 'unhandledRejection'] as const) process.removeAllListeners(name).on(name, note)
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection')
    for (const listener of others.uncaughtException) process.on('uncaughtException', listener)
    for (const listener of others.unhandledRejection) process.on('unhandledRejection', listener)
  })
  return uncaught
}

describe('the loopback door', () => {
  it.each([
    ['in the middle of an entry', 'POST /enter HTTP/1.1\r\n', 'Content-Length: 4000\r\n\r\nticket='],
    [
      'after an upgrade that is refused',
      'GET /x HTTP/1.1\r\n',
      `Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n${'x'.repeat(200_000)}`,
    ],
    ['in the middle of a read', 'GET /seat.html HTTP/1.1\r\n', '\r\n'],
  ])('outlives callers that break off %s', async (_, line, rest) => {
    const uncaught = watchForUncaught()

    for (let i = 0; i < 20; i += 1) await breakOff(`${line}Host: ${new URL(web.origin).host}\r\n${rest}`)
    const read = await fetch(`${web.origin}/seat.html`)

    expect(read.status).toBe(200)
    expect(uncaught).toEqual([])
  })
})
