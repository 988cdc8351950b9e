import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commitChanges } from '#platform/store/commit-changes.ts'
import { transact } from '#platform/store/transact.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import { splitKinds } from '#shared/platform-api/digests.ts'
import type { BucketReply, DigestsReply } from '#shared/platform-api/digests.ts'
import type { z } from '#shared/kernel/zod.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

type Digests = z.infer<typeof DigestsReply>

let hall: PlatformUnderTest
let seat: Seat
let epoch: string

beforeAll(async () => {
  hall = await startPlatform()
  seat = await hall.enrol('1')
  epoch = hall.platform.hall.epoch
})
afterAll(() => hall.stop())

const ask = async (seq = 0) => (await seat.get<Digests>(`/v1/digests?epoch=${epoch}&seq=${seq}`)).body

/** The same, worked out from the feed as a seat would. */
async function fromFeed(): Promise<Digests> {
  const buckets = new Map<string, { count: number; hash: Buffer }>()
  let seq = 0
  for (let more = true; more;) {
    const { body } = await seat.get<ChangesPage>(`/v1/changes?epoch=${epoch}&seq=${seq}&limit=5000`)
    for (const { kind, id, ver } of body.changes.filter(({ op }) => op === 'put')) {
      const bucket = splitKinds.has(kind) ? sha256(id).toString('hex').slice(0, 2) : 'all'
      const known = buckets.get(`${kind}/${bucket}`) ?? { count: 0, hash: Buffer.alloc(16) }
      const row = sha256(`${id} ${ver}`)
      buckets.set(`${kind}/${bucket}`, { count: known.count + 1, hash: known.hash.map((byte, i) => byte ^ row[i]!) as Buffer })
    }
    seq = body.next
    more = body.more
  }
  const lines = [...buckets].sort(([a], [b]) => (a < b ? -1 : 1))
  const named = lines.map(([name, { count, hash }]) => ({ name, count, hash: Buffer.from(hash).toString('hex') }))
  return {
    epoch,
    seq,
    buckets: named.map(({ name, ...sums }) => ({ kind: name.split('/')[0]!, bucket: name.split('/')[1]!, ...sums })),
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()

const sorted = ({ buckets, ...head }: Digests): Digests => ({
  ...head,
  buckets: [...buckets].sort((a, b) => (`${a.kind}/${a.bucket}` < `${b.kind}/${b.bucket}` ? -1 : 1)),
})

describe('the digests of the hall', () => {
  it('are those of the rows in the feed, for every kind, at the head they name', async () => {
    await seat.settle(await seat.report(seat.newCase()))

    expect(sorted(await ask())).toEqual(await fromFeed())
  })

  it('follow what comes, changes and goes, also by hands that do not know of them', async () => {
    const { platform } = hall
    const change = (ver: number, row: object | null) =>
      transact(platform.store.db, (tx) => commitChanges(tx, platform.hall.id, [{ kind: 'place', id: '新站', ver, row }]))
    await change(1, { name: '站' })
    await change(2, { name: '站台' })
    expect(sorted(await ask())).toEqual(await fromFeed())
    await change(3, null)
    expect(sorted(await ask())).toEqual(await fromFeed())
    await change(4, { name: '又是站' })
    await platform.store.db.updateTable('entity').set({ ver: 9 }).where('id', '=', '新站').execute()

    expect(sorted(await ask())).toEqual(await fromFeed())
  })

  it('belong to one moment while eight writers commit', async () => {
    const { platform } = hall
    let writing = true
    const write = async (writer: number): Promise<void> => {
      for (let round = 1; round <= 20; round += 1)
        await transact(platform.store.db, (tx) =>
          commitChanges(tx, platform.hall.id, [
            { kind: 'place', id: `w${writer}-${round % 5}`, ver: round, row: { round } },
            { kind: 'vehicle', id: `w${writer}`, ver: round, row: { round } },
          ]),
        )
    }
    const totals: { seq: number; vehicles: number; places: number }[] = []
    const look = async (): Promise<void> => {
      while (writing) {
        const { seq, buckets } = await ask()
        const count = (kind: string) => buckets.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.count, 0)
        totals.push({ seq, vehicles: count('vehicle'), places: count('place') })
      }
    }
    const looking = look()
    await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)))
    writing = false
    await looking

    expect(sorted(await ask())).toEqual(await fromFeed())
    // The same head never came with other sums.
    for (const one of totals)
      expect(totals.filter(({ seq }) => seq === one.seq).every((other) => JSON.stringify(other) === JSON.stringify(one))).toBe(
        true,
      )
  })

  it('give the rows of a bucket, whole, with the head they belong to', async () => {
    const { buckets } = await ask()
    const [one] = buckets.filter(({ kind }) => kind === 'component')

    const { body } = await seat.get<z.infer<typeof BucketReply>>(`/v1/digests/component/${one!.bucket}?epoch=${epoch}`)

    const { head } = (await seat.get<ChangesPage>(`/v1/changes?epoch=${epoch}&seq=0&limit=1`)).body
    expect([body.seq, body.rows.length]).toEqual([head, one!.count])
    const hash = Buffer.alloc(16)
    for (const { id, ver } of body.rows)
      sha256(`${id} ${ver}`)
        .subarray(0, 16)
        .forEach((byte, i) => (hash[i]! ^= byte))
    expect(hash.toString('hex')).toBe(one!.hash)
    expect(body.rows.every(({ id }) => sha256(id).toString('hex').startsWith(one!.bucket))).toBe(true)
  })

  it.each([
    ['another life of the store', '?epoch=other&seq=0', 410, 'cursor-expired'],
    ['a seq that is still to come', '?epoch=EPOCH&seq=99999999', 410, 'cursor-expired'],
    ['no epoch', '', 400, 'bad-request'],
    ['a bucket of another shape', '/case/xyz?epoch=EPOCH', 400, 'bad-request'],
    ['a kind with quotes', "/case'--/all?epoch=EPOCH", 400, 'bad-request'],
  ])('refuse %s', async (_what, rest, status, code) => {
    const reply = await seat.get(`/v1/digests${rest.replace('EPOCH', epoch)}`)

    expect([reply.status, reply.body['code']]).toEqual([status, code])
  })

  it('are for seats only', async () => {
    const worker = await hall.signInOnline('3002', ['department'])

    expect((await worker.get(`/v1/digests?epoch=${epoch}`)).status).toBe(403)
    expect((await hall.as(null).get(`/v1/digests?epoch=${epoch}`)).status).toBe(401)
  })
})

describe('the first rows', () => {
  it('are the rules, the people and the open cases, those due first', async () => {
    const ids = [seat.newCase(), seat.newCase()]
    for (const id of ids) await seat.settle(await seat.report(id))

    const { status, body } = await seat.get<{
      changes: { kind: string; id: string; row: { dueAt: number | null } }[]
      openCases: number
      seq: number
    }>('/v1/first-rows')

    expect(status).toBe(200)
    expect(new Set(body.changes.map(({ kind }) => kind))).toEqual(
      new Set(['settings', 'catalogue', 'calendar', 'department', 'person', 'case']),
    )
    const due = body.changes.filter(({ kind }) => kind === 'case').map(({ row }) => row.dueAt ?? Infinity)
    expect(due).toEqual([...due].sort((a, b) => a - b))
    expect(body.openCases).toBe(due.length)
    expect(body.changes.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
  })
})
