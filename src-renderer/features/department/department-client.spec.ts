import axios, { AxiosError } from 'axios'
import type { AxiosAdapter } from 'axios'
import { describe, expect, it } from 'vitest'
import type { PersonId } from '#shared/kernel/ids.ts'
import { DepartmentClient } from './department-client.ts'
import { sha256Of } from './sha256.ts'

interface Asked {
  readonly url: string
  readonly authorization: unknown
  readonly query: unknown
}

/** A platform of one answer. */
function answering(status: number, data: unknown, token: string | null = 'person_x'): { client: DepartmentClient; asked: Asked[] } {
  const asked: Asked[] = []
  const adapter: AxiosAdapter = (config) => {
    asked.push({ url: config.url ?? '', authorization: config.headers.get('Authorization'), query: config.params })
    return Promise.resolve({ status, data, statusText: '', headers: {}, config })
  }
  return { client: new DepartmentClient(() => token, axios.create({ adapter })), asked }
}

const failing = (): DepartmentClient => {
  const adapter: AxiosAdapter = () => Promise.reject(new AxiosError('Network Error', 'ERR_NETWORK'))
  return new DepartmentClient(() => null, axios.create({ adapter }))
}

describe('what the platform says to a department', () => {
  it('is a value: what was asked for, a refusal of the catalogue, or that it cannot be reached', async () => {
    expect(await answering(200, { time: 5 }).client.time()).toEqual({ ok: true, value: 5 })
    expect(await answering(429, { code: 'too-many-calls', detail: null }).client.tasks()).toEqual({ ok: false, error: { code: 'too-many-calls' } })
    expect(await failing().tasks()).toEqual({ ok: false, error: { code: 'offline' } })
  })

  it.each([
    ['a page of somebody else', 200, '<html>Please sign in to the hotel</html>', 'bad-reply'],
    ['a code from the future', 422, { code: 'no-such-code', detail: null }, 'bad-reply'],
    ['a gateway without a platform', 502, 'Bad Gateway', 'platform-busy'],
    ['rows of another shape', 200, { tasks: [{ id: 1 }] }, 'bad-reply'],
    ['nothing', 200, '', 'bad-reply'],
  ])('is not believed when it is %s', async (_what, status, data, code) => {
    expect(await answering(status, data).client.tasks()).toMatchObject({ ok: false, error: { code } })
  })

  it('a sign-in brings no old token along', async () => {
    const { client, asked } = answering(401, { code: 'bad-credentials', detail: null })

    expect(await client.signIn('3002' as PersonId, '246810')).toMatchObject({ ok: false, error: { code: 'bad-credentials' } })
    await client.tasks()
    expect(asked.map(({ authorization }) => authorization)).toEqual([undefined, 'Bearer person_x'])
  })

  it('a page of the archive is as long as it is wanted, or as the platform thinks fit', async () => {
    const { client, asked } = answering(200, { rows: [], next: null })

    await client.history({ list: 'closed', search: '井', after: '', limit: 200 })
    await client.history({ list: 'closed', search: '', after: '' })

    expect(asked.map(({ query }) => query)).toEqual([{ list: 'closed', search: '井', after: '', limit: '200' }, { list: 'closed', search: '', after: '' }])
  })

  it('outcomes come with 409 and 422 as well', async () => {
    const outcome = { id: '019a8c00-0000-7000-8000-000000000001', result: 'mismatch', code: 'body-mismatch' }

    expect(await answering(422, { outcomes: [outcome] }).client.send([])).toEqual({ ok: true, value: [outcome] })
  })

  it('a picture is shown only when it is the one the case names', async () => {
    const bytes = Uint8Array.of(1, 2, 3)
    const hash = await sha256Of(new Blob([bytes]))
    const { client, asked } = answering(200, bytes.buffer)

    expect((await client.picture('c1', hash)).ok).toBe(true)
    expect(asked[0]?.url).toBe(`/v1/attachments/by-hash/${hash}?case=c1`)
    expect(await client.picture('c1', 'f'.repeat(64))).toMatchObject({ ok: false, error: { code: 'hash-mismatch' } })
  })
})
