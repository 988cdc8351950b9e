import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Picture } from './draft.ts'
import { tusUploads } from './upload-picture.ts'

let platform: Server
let announced: string[]

/** Notes what is announced to it and takes nothing. */
beforeEach(async () => {
  announced = []
  platform = createServer((request, response) => {
    announced.push(String(request.headers['upload-metadata']))
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"code":"bad-request","detail":null}')
  })
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => platform.close(resolve)))

const nameOf = (metadata: string | undefined): string => Buffer.from(/filename ([^,]+)/.exec(metadata ?? '')?.[1] ?? '', 'base64').toString('utf8')

describe('a picture that is announced to the platform', () => {
  it('keeps its name except for the numbers in it', async () => {
    const picture: Picture = {
      id: 'p1', moment: 'after', name: '王女士13812345678.jpg', mime: 'image/jpeg', size: 4, hash: 'a'.repeat(64), uploadPath: null, isThere: false,
    }
    const upload = tusUploads(`http://127.0.0.1:${(platform.address() as AddressInfo).port}`, () => 'person_x')

    // Under Node the library takes bytes as a buffer only.
    const { done } = upload(picture, Buffer.from('jpeg') as unknown as Blob, { onPath: () => undefined, onProgress: () => undefined })

    expect(await done).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    expect(announced.map(nameOf)).toEqual(['王女士138＊＊＊＊5678.jpg'])
  })
})
