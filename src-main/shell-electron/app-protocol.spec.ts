import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomScheme } from 'electron'
import { hallFiles, registerHallScheme } from './app-protocol.ts'

let folder = ''
let get: (url: string, method?: string) => Promise<Response>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hall-files-'))
  const root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'seat.html'), '<!doctype html>井盖')
  writeFileSync(join(root, 'assets', 'a.js'), 'export {}')
  writeFileSync(join(root, 'notes.txt'), 'not a kind of file that windows load')
  writeFileSync(join(folder, 'secret.js'), 'outside')
  const answer = hallFiles(root)
  get = (url, method = 'GET') => answer(new Request(url, { method }))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('app://hall', () => {
  it('serves a page with the policy that has no exceptions', async () => {
    const page = await get('app://hall/seat.html?x=1#y')

    expect(await page.text()).toBe('<!doctype html>井盖')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/)
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    expect(page.headers.get('cache-control')).toBe('no-store')
  })

  it('lets hashed assets be kept', async () => {
    expect((await get('app://hall/assets/a.js')).headers.get('cache-control')).toContain('immutable')
  })

  it.each(['/../secret.js', '/..%2fsecret.js', '/%2e%2e/secret.js', '/assets/..%5c..%5csecret.js', '/assets/%00a.js', '/%ff', '/', '/assets', '/none.js', '/notes.txt'])(
    'has nothing at %s',
    async (path) => {
      const answer = await get(`app://hall${path}`)

      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-security-policy')).toBeTruthy()
      expect(await answer.text()).not.toContain('outside')
    },
  )

  it('is the only host, and only for reading', async () => {
    expect((await get('app://other/seat.html')).status).toBe(403)
    expect((await get('app://hall:80/seat.html')).status).toBe(403)
    expect((await get('app://hall/seat.html', 'POST')).status).toBe(405)
    expect(await (await get('app://hall/seat.html', 'HEAD')).text()).toBe('')
  })

  it('asks for no privilege that the windows do not need', () => {
    let asked: readonly CustomScheme[] = []

    registerHallScheme({ registerSchemesAsPrivileged: (schemes) => (asked = schemes) })

    expect(asked).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
  })
})
