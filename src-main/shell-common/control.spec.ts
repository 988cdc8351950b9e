import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok, refuse } from '#shared/kernel/result.ts'
import { askControl, serveControl } from './control.ts'
import { hallPaths } from './data-dir.ts'

let base: string

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hall-control-'))
})
afterEach(() => {
  rmSync(base, { recursive: true, force: true })
})

describe.skipIf(process.platform === 'win32')('a running shell', () => {
  it('answers what it is asked, at a socket that is its owner’s alone', async () => {
    const close = await serveControl(hallPaths(base), async (request) => ok(request))

    const answer = await askControl(hallPaths(base), { do: 'entry', window: 'wall' })

    const mode = statSync(hallPaths(base).control).mode & 0o777
    close()
    expect(answer).toEqual(ok({ do: 'entry', window: 'wall' }))
    expect(mode).toBe(0o600)
  })

  it('passes a refusal on with its code', async () => {
    const close = await serveControl(hallPaths(base), async () => refuse('host-gone', 'generation 3'))

    const answer = await askControl(hallPaths(base), { do: 'open', window: 'seat' })

    close()
    expect(answer).toEqual(refuse('host-gone', 'generation 3'))
  })

  it('outlives a wish that goes wrong, and says so to whoever had it', async () => {
    const close = await serveControl(hallPaths(base), async () => Promise.reject(new Error('no room')))

    const answer = await askControl(hallPaths(base), { do: 'open', window: 'seat' })

    close()
    expect(answer).toEqual(refuse('internal', 'no room'))
  })

  it.runIf(process.platform === 'linux')('is reached in a folder too deep for the address of a socket', async () => {
    const deep = join(base, '数据'.repeat(20), '座席'.repeat(20))
    mkdirSync(deep, { recursive: true })
    const close = await serveControl(hallPaths(deep), async () => ok('here'))

    const answer = await askControl(hallPaths(deep), { do: 'status' })

    close()
    expect(answer).toEqual(ok('here'))
  })

  it('is not there when nothing runs', async () => {
    const none = await askControl(hallPaths(base), { do: 'status' })

    expect(none).toEqual(refuse('not-running', base))
  })

  it.each([
    ['words', 'hello\n'],
    ['an unknown wish', '{"do":"reboot"}\n'],
    ['a wish without end', 'x'.repeat(5_000)],
  ])('lets %s go by', async (_, bytes) => {
    const close = await serveControl(hallPaths(base), async () => ok('never'))
    const socket = connect(hallPaths(base).control)
    let heard = ''
    socket.on('data', (chunk) => (heard += String(chunk))).write(bytes)

    await new Promise((resolve) => socket.on('error', resolve).on('close', resolve))

    close()
    expect(heard).not.toContain('never')
  })
})
