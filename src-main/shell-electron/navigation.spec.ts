import { describe, expect, it } from 'vitest'
import type { App } from 'electron'
import { FakeContents } from '#tests/fakes/electron/unit.ts'
import { EventEmitter } from 'node:events'
import { confineAll } from './navigation.ts'

function confined() {
  const app = new EventEmitter()
  const contents = new FakeContents('app://hall/seat.html')
  const refused: string[] = []
  confineAll(app as unknown as App, (what) => refused.push(what))
  app.emit('web-contents-created', {}, contents)
  const attempt = (name: string, details: object = {}): boolean => {
    let stopped = false
    contents.emit(name, { preventDefault: () => (stopped = true), ...details })
    return stopped
  }
  return { contents, refused, attempt }
}

describe('a window', () => {
  it.each(['https://example.com/', 'file:///etc/passwd', 'app://hall/wall.html', 'javascript:alert(1)', 'data:text/html,x', 'app://hall.evil/seat.html'])(
    'does not go to %s',
    (url) => {
      const { attempt, refused } = confined()

      expect(attempt('will-navigate', { url, isMainFrame: true })).toBe(true)
      expect(attempt('will-redirect', { url, isMainFrame: true })).toBe(true)
      expect(refused).toHaveLength(2)
    },
  )

  it('may load itself again', () => {
    const { attempt, refused } = confined()

    expect(attempt('will-navigate', { url: 'app://hall/seat.html', isMainFrame: true })).toBe(false)
    expect(refused).toEqual([])
  })

  it('has no frame that goes anywhere', () => {
    const { attempt } = confined()

    expect(attempt('will-frame-navigate', { url: 'https://example.com/', isMainFrame: false })).toBe(true)
  })

  it('opens no other window and embeds none', () => {
    const { contents, attempt } = confined()

    expect(contents.openHandler({ url: 'app://hall/wall.html' })).toEqual({ action: 'deny' })
    expect(attempt('will-attach-webview')).toBe(true)
  })

  it('leaves no query of an address in the log', () => {
    const { attempt, refused } = confined()

    attempt('will-navigate', { url: 'https://example.com/a?phone=13800001111#x', isMainFrame: true })

    expect(refused).toEqual(['navigation to https://example.com/a'])
  })
})
